// One suggestion in words, and as an entry of the list.
import type {Translate} from "./config"
import {el} from "./dom"
import type {Piece, Suggestion} from "./suggestions_list"
import {locale} from "../shared/locale"

/** How many characters of the words concerned are shown. */
const shown = 120

const excerpt = (text: string) => text.length > shown ? text.slice(0, shown).replace(/\s+\S*$/, "") + " …" : text

/** What is changed: "put in", "put in, note", "bold", "no link" … */
function what({kind, note, mark, on}: Piece, t: Translate): string {
  const key = kind === "format" ? `format.${mark}.${on ? "on" : "off"}` : kind + (note === "inside" ? ".note" : note === "whole" ? ".endnote" : "")
  return t("suggestions." + key)
}

/** A suggestion in one sentence, to be read out. */
export function sentence({pieces}: Suggestion, name: string, t: Translate): string {
  const changes = pieces.map(piece => piece.text ? t("suggestions.of", {what: what(piece, t), words: excerpt(piece.text)}) : what(piece, t))
  return t("suggestions.sentence", {name, changes: changes.join("; ")})
}

interface Options {
  readonly t: Translate
  readonly name: string
  readonly language: string
  /** The cursor stands in it. */
  readonly here: boolean
  /** The person decides on suggestions of all, not only on own ones. */
  readonly decides: boolean
  readonly own: boolean
  readonly go: () => void
  readonly decide: (verdict: "accept" | "refuse") => void
}

/** Makes the entry of the list. */
export function entry(one: Suggestion, {t, name, language, here, decides, own, go, decide}: Options): HTMLElement {
  const change = (piece: Piece) => el("span", {class: "editor-suggestion-change"}, el("span", {class: "editor-suggestion-what"}, what(piece, t)), " ",
    piece.text && el(piece.kind === "insertion" ? "ins" : piece.kind === "deletion" ? "del" : "q", {dir: "auto"}, excerpt(piece.text)))
  const button = (key: string, run: () => void) => el("button", {type: "button", class: "editor-button", click: run},
    t("suggestions." + key), el("span", {class: "unseen"}, " " + (excerpt(one.pieces[0]!.text) || what(one.pieces[0]!, t))))
  const when = one.at ? new Date(one.at * 1000).toLocaleString(locale(language), {dateStyle: "medium", timeStyle: "short"}) : ""
  return el("li", {class: here ? "editor-suggestion editor-suggestion-here" : "editor-suggestion", "data-id": one.id},
    el("p", {class: "editor-suggestion-by"}, el("b", {}, el("bdi", {}, name)), when && ` · ${when}`),
    el("button", {type: "button", class: "editor-part", click: go}, ...one.pieces.map(change)),
    el("p", {class: "editor-actions"},
      decides && button("accept", () => decide("accept")),
      decides ? button("refuse", () => decide("refuse")) : own && button("withdraw", () => decide("refuse"))))
}
