import assert from "node:assert/strict"
import {test} from "node:test"
import {translator} from "./config"

const messages = {
  "editor.words": {one: "{n} слово", few: "{n} слова", many: "{n} слов", other: "{n} слова"},
  "editor.until": "Срок: {when}. Имя: {name}.",
}

test("words choose their form and numbers their groups", () => {
  const t = translator(messages, "ru")
  assert.deepEqual([1, 3, 11, 2815].map(n => t("words", {n})), ["1 слово", "3 слова", "11 слов", "2\u00a0815 слов"])
  assert.equal(t("absent"), "absent")
  assert.deepEqual(["en", "fr", "es", "ar", "zh"].map(language => translator({"editor.n": "{n}."}, language)("n", {n: 1234567})),
    ["1,234,567.", "1\u202f234\u202f567.", "1.234.567.", "1,234,567.", "1,234,567."])
  assert.equal(translator({"editor.n": "{n}"}, "es")("n", {n: 2815}), "2.815")
})

test("the stop of an abbreviation ends the sentence too", () => {
  const t = translator(messages, "ru")
  assert.equal(t("until", {when: "1 марта 2027 г.", name: "Example Inc."}), "Срок: 1 марта 2027 г. Имя: Example Inc.")
  assert.equal(t("until", {when: "14:05", name: "a..."}), "Срок: 14:05. Имя: a....")
  assert.equal(t("until", {when: "14:05"}), "Срок: 14:05. Имя: {name}.")
  assert.equal(translator(messages, "ar")("until", {when: "x", name: "{when}."}), "Срок: \u2068x\u2069. Имя: \u2068{when}.\u2069")
})
