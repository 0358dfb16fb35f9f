/** Coins: reserved before the first paid call, committed or released after the last. */
@NullMarked
package id.potret.ledger;

import org.jspecify.annotations.NullMarked;
