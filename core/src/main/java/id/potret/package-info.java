/** Product-photo batches: options and reference photos in, pictures out, one coin taken. */
@NullMarked
package id.potret;

import org.jspecify.annotations.NullMarked;
