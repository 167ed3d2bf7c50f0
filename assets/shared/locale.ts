// How a language writes what the browser formats, in step with the server's pages.

/** The language for Intl: Arabic pages write 0123456789, as Arabic documents of the United Nations do. */
export function locale(language: string): string {
  return language === "ar" ? "ar-u-nu-latn" : language
}

/**
 * Keeps a name, a code or an address that is filled into a sentence from changing places with the words around it, where
 * the sentence runs from right to left.
 */
export function isolate(value: string, language: string): string {
  return language === "ar" && value !== "" ? "\u2068" + value + "\u2069" : value
}
