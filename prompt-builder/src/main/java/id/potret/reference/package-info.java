/**
 * Reference photos, and the port through which they are described.
 *
 * <p>The image model takes text only, and text cannot keep an identity, a logo or a lettering: pictures are inspired by the
 * references, with the same kind of face or product, another one in each picture. A face is personal data: ask the person
 * first.
 */
@NullMarked
package id.potret.reference;

import org.jspecify.annotations.NullMarked;
