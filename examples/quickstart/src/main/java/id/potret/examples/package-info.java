/** Programs to read first. */
@NullMarked
package id.potret.examples;

import org.jspecify.annotations.NullMarked;
