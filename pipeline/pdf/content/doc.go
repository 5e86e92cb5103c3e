// Package content runs the content streams of pages and tells what stands where: glyphs with their text, ruled lines,
// and dots that are drawn for bullets.
//
// The interpreter follows the operators that place text, and those that change where it stands: the graphics state, the
// matrices, forms, marked content with a replacement text, and the appearances of form fields. It draws nothing:
// colours, clipping and images count for no more than the area that images cover. Fonts are kept by the number of their
// object, never by the name a page gives them, because pages use one name for different fonts.
//
// Coordinates are turned once, here, to what a reader of the page sees: points from the top left corner, with the
// page's rotation and crop box applied.
//
// A page that breaks off yields what was shown before, with the reason among its problems. Caps bound the work that a
// file can ask for; when one for the whole file is met, [Interpreter.Err] names it.
package content
