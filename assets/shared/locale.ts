// How a language writes what the browser formats, in step with the server's pages.

/** The language for Intl: Arabic pages write 0123456789, as Arabic documents of the United Nations do. */
export function locale(language: string): string {
  return language === "ar" ? "ar-u-nu-latn" : language
}

/**
 * Writes a whole number with the language's grouping: 2,815 in English. Not Intl.NumberFormat, which leaves four digits
 * together in Spanish: a count must not look otherwise in the editor than on the task list.
 */
export function wholeNumber(n: number, language: string): string {
  const separators: Readonly<Record<string, string>> = {fr: "\u202f", ru: "\u00a0", es: "."}
  return String(n).replace("-", "−").replace(/\B(?=(\d{3})+$)/g, separators[language] ?? ",")
}

/** What stands between the items of a list, with its space. */
export function comma(language: string): string {
  return language === "ar" ? "، " : language === "zh" ? "、" : ", "
}

/**
 * Keeps a name, a code or an address that is filled into a sentence from changing places with the words around it, where
 * the sentence runs from right to left.
 */
export function isolate(value: string, language: string): string {
  return language === "ar" && value !== "" ? "\u2068" + value + "\u2069" : value
}
