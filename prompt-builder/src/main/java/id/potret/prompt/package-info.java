/** A seller's options, and the English prompt they become. */
@NullMarked
package id.potret.prompt;

import org.jspecify.annotations.NullMarked;
