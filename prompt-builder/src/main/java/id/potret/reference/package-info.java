/** Reference photos, and the port through which they are described. */
@NullMarked
package id.potret.reference;

import org.jspecify.annotations.NullMarked;
