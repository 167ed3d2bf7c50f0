// Shows the numbers of number.ts in the text. They are attributes that the style sheet prints (never part of the text),
// so that they can neither be edited nor copied, and follow every change.
import {Plugin, PluginKey, type EditorState, type Transaction} from "prosemirror-state"
import {Decoration, DecorationSet} from "prosemirror-view"
import {label, number, type Numbering, type Place} from "./number"
import type {Translate} from "./config"

interface Shown {readonly numbering: Numbering; readonly decorations: DecorationSet}

/** The state of the plugin, for those that list numbered places. */
export const numberingKey = new PluginKey<Shown>("numbering")

/** The numbering of a state. */
export const numbering = (state: EditorState): Numbering => numberingKey.getState(state)!.numbering

export function showNumbers(t: Translate): Plugin<Shown> {
  const show = (state: EditorState): Shown => {
    const found = number(state.doc)
    return {numbering: found, decorations: DecorationSet.create(state.doc, decorate(found, t))}
  }
  return new Plugin<Shown>({
    key: numberingKey,
    state: {
      init: (_, state) => show(state),
      apply(tr: Transaction, shown, _, state) {
        if (!tr.docChanged) return shown
        const found = number(state.doc)
        return same(shown.numbering, found)
          ? {numbering: found, decorations: shown.decorations.map(tr.mapping, tr.doc)}
          : {numbering: found, decorations: DecorationSet.create(state.doc, decorate(found, t))}
      },
    },
    props: {decorations: state => numberingKey.getState(state)?.decorations},
  })
}

// While nothing is added, taken away or moved, typing only shifts the decorations.
function same(a: Numbering, b: Numbering): boolean {
  const sameMarkup = (x: Place, i: number) => {
    const y = b.places[i]!
    return x.id === y.id && x.kind === y.kind && (x.node === y.node || x.kind === "paragraph" || x.node.sameMarkup(y.node))
  }
  const sameCount = a.places.length === b.places.length && a.references.length === b.references.length && a.hidden.length === b.hidden.length
  return sameCount && a.hidden.every((x, i) => x.node.attrs["id"] === b.hidden[i]!.node.attrs["id"]) && a.places.every(sameMarkup)
    && a.references.every((x, i) => x.node.attrs["target"] === b.references[i]!.node.attrs["target"])
}

function decorate({places, references, hidden, byId}: Numbering, t: Translate): Decoration[] {
  const list: Decoration[] = []
  for (const {pos, node} of hidden) list.push(Decoration.node(pos, pos + node.nodeSize, {"data-hidden": t("part.hidden")}))
  for (const place of places) list.push(Decoration.node(place.pos, place.pos + place.node.nodeSize, attributes(place, t)))
  for (const {pos, node} of references) {
    const target = byId.get(node.attrs["target"])
    list.push(Decoration.node(pos, pos + node.nodeSize, target
      ? {"data-label": label(target), title: t("reference.to." + target.kind, {label: label(target)})}
      : {"data-label": "?", class: "broken", title: t("reference.broken")}))
  }
  return list
}

function attributes(place: Place, t: Translate): Record<string, string> {
  switch (place.kind) {
    case "paragraph": return {"data-label": label(place) + "."}
    case "recommendation": {
      const to = place.node.attrs["addressee"] as string
      return {"data-label": label(place), ...(to ? {"data-to": t("recommendation.to", {addressee: to})} : {})}
    }
    case "table": return {"data-label": t("table.label", {n: place.number}) + (place.node.attrs["caption"] ? ": " + place.node.attrs["caption"] : "")}
    case "endnote": return {"data-label": label(place), "aria-label": t("note.mark", {n: place.number})}
  }
}
