/** The contract kit of the ledger, and the tests of what the module ships. */
@NullMarked
package id.potret.ledger;

import org.jspecify.annotations.NullMarked;
