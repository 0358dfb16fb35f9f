/** Describes reference photos with Gemini. */
@NullMarked
package id.potret.gemini;

import org.jspecify.annotations.NullMarked;
