import assert from "node:assert/strict"
import {test} from "node:test"
import {mended, mends} from "./typography_rules"

/** The text after all mends, with a space that does not break as "~". */
const mend = (language: string, text: string) => mended(text, mends(text, language)).replaceAll("\u00a0", "~")

const cases: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  fr: [
    ["Que faire ?", "Que faire~?"],
    ["Que faire?", "Que faire~?"],
    ["Que faire ?!", "Que faire~?!"],
    ["Quoi?! Rien!", "Quoi~?! Rien~!"],
    ["Le constat : rien ; tout", "Le constat~: rien~; tout"],
    ["Le constat: rien; tout", "Le constat~: rien~; tout"],
    ["« mot »", "«~mot~»"],
    ["«mot»", "«~mot~»"],
    ["« mot » ; fin", "«~mot~»~; fin"],
    ["Il dit \"oui\" et \"non\".", "Il dit «~oui~» et «~non~»."],
    ["L'État d'abord", "L’État d’abord"],
    ["12 % des cas", "12~% des cas"],
    ["le n° 5", "le n°~5"],
    ["avant - après", "avant – après"],
    ["et ainsi...", "et ainsi…"],
    ["deux  espaces", "deux espaces"],
  ],
  en: [
    ["He said \"yes\" (\"no\").", "He said “yes” (“no”)."],
    ["the State's duty", "the State’s duty"],
    ["from 2019-2023, pp. 10-12", "from 2019–2023, pp. 10–12"],
    ["one - two", "one – two"],
    ["and so on...", "and so on…"],
    ["[...]", "[…]"],
  ],
  es: [
    ["Dijo \"sí\".", "Dijo “sí”."],
    ["«no» y \"sí\"", "«no» y «sí»"],
    ["el 12 % de", "el 12~% de"],
  ],
  ru: [
    ["закон \"О труде\"", "закон «О труде»"],
    ["Право - это норма", "Право~— это норма"],
    ["в 2019-2023 годах", "в 2019–2023 годах"],
    ["№ 5", "№~5"],
  ],
  ar: [["نعم, لا; لماذا?", "نعم، لا؛ لماذا؟"]],
  zh: [["一,二;三?", "一，二；三？"], ["他说\"好\"。", "他说“好”。"], ["等等...", "等等……"]],
}
for (const [language, list] of Object.entries(cases)) {
  test("mends in " + language, () => {
    for (const [text, want] of list) {
      assert.equal(mend(language, text), want, text)
      assert.equal(mend(language, want.replaceAll("~", "\u00a0")), want, "mended once is mended: " + want)
    }
  })
}

test("what only looks like a mistake stays", () => {
  const near: Readonly<Record<string, readonly string[]>> = {
    fr: [
      "à 14:30 ou 9:05", "https://example.org/a?b=c;d", "voir www.example.org?x", "écrire à a.b@example.org", "A/HRC/53/32", "(?)", "[?]",
      "mot\u202f?", "mot\u00a0!", "«\u202fmot\u202f»", "ISO 9001:2015", "C:\\dossier", "2019-2023", "5 - 3", "../...", "1...5", "un 5\" écran", "https:", "mailto:",
      "porte-parole", "- élément", "e.g.", "50%",
    ],
    en: [
      "2024-01-02", "555-1234", "+1 212-555", "(0) 12-34", "1-2-3", "A/HRC/WG.6/45/MEX/3-4", "COVID-19", "12-10", "12-34 567", "5-b", "3.10-12", "12 %", "Why?", "5'10", "a 5\" pipe",
      "\"open only", "- item", "7 - 3", "10:30-11:30", "ends  ", "  begins", "....", "http://a.example/x--y",
    ],
    es: ["2019-2023", "¿Qué?", "uno - dos"],
    ru: ["кое-как", "2024-01-02", "7 - 3"],
    ar: ["2019-2023", "3,5", "(Yes, no)", "\"نعم\""],
    zh: ["3,5", "A,B", "10:30", "……", "Yes, no?"],
  }
  for (const [language, texts] of Object.entries(near)) {
    for (const text of texts) assert.equal(mend(language, text), text.replaceAll("\u00a0", "~"), `${language}: ${text}`)
  }
})

test("what is taken stays, also beside a place where something would be put in", () => {
  const text = "lien? fin?", link = (at: number) => at < 5
  assert.deepEqual(mends(text, "fr", link).map(mend => mend.edits[0]!.from), [9])
})

test("a rule never loses or adds a letter", () => {
  for (const [language, list] of Object.entries(cases)) {
    for (const [text] of list) {
      const letters = (words: string) => words.replace(/[^\p{L}\p{N}]/gu, "")
      assert.equal(letters(mend(language, text)), letters(text))
    }
  }
})

test("a long block takes no time to speak of", () => {
  for (const text of ["\"".repeat(50_000), " ".repeat(50_000) + "x", "1-2 ".repeat(10_000), ".".repeat(50_000), "a/".repeat(30_000), "a".repeat(100_000) + "?"]) {
    for (const language of Object.keys(cases)) mends(text, language)
  }
})
