/** The locked client of fal-ai/flux/schnell. */
@NullMarked
package id.potret.fal;

import org.jspecify.annotations.NullMarked;
