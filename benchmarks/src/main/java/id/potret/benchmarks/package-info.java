/** Programs that measure. */
@NullMarked
package id.potret.benchmarks;

import org.jspecify.annotations.NullMarked;
