/** Tests of the sandboxes, over the wire. */
@NullMarked
package id.potret.sandbox;

import org.jspecify.annotations.NullMarked;
