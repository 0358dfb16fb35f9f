/** fal and Gemini on loopback, true to the wire. */
@NullMarked
package id.potret.sandbox;

import org.jspecify.annotations.NullMarked;
