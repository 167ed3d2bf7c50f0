// The words of a text by author: a word is by whom most of its characters are.
import type {Node} from "prosemirror-model"
import type {Stretch} from "./authors_colours"
import {countWords} from "./count"

/** Counts the words of parts that are not hidden, notes included. */
export function wordsBy(doc: Node, list: readonly Stretch[]): Map<string, number> {
  const counts = new Map<string, number>()
  let at = 0
  const authorAt = (pos: number) => {
    // Nearly always the next one; a note stands before the end of the text around it.
    while (at > 0 && list[at]!.from > pos) at--
    while (at + 1 < list.length && list[at]!.to <= pos) at++
    return list[at]?.user ?? ""
  }
  const count = (word: string, start: number) => {
    const {words} = countWords(word)
    if (!words) return
    const letters = new Map<string, number>()
    for (let i = 0; i < word.length; i++) {
      const user = authorAt(start + i)
      letters.set(user, (letters.get(user) ?? 0) + 1)
    }
    const [user] = [...letters].reduce((most, one) => one[1] > most[1] ? one : most)
    counts.set(user, (counts.get(user) ?? 0) + words)
  }
  doc.descendants((node, pos) => {
    if (node.attrs["hidden"]) return false
    if (!node.isTextblock && node.type.name !== "endnote") return true
    for (const {text, start} of textRuns(node, pos + 1)) {
      // Signs joined to a word, and text without spaces, go as they are cut there.
      for (const found of text.matchAll(/\p{Script=Han}|[^\s\p{Script=Han}]+/gu)) count(found[0], start + found.index)
    }
    return node.isTextblock // notes inside are counted by themselves
  })
  return counts
}

// Text that stands side by side, without what parts it.
function textRuns(node: Node, start: number): {text: string; start: number}[] {
  const runs: {text: string; start: number}[] = []
  let open = false
  node.forEach((child, offset) => {
    if (!child.isText) {
      open = false
      return
    }
    const last = runs[runs.length - 1]
    if (open && last) last.text += child.text
    else runs.push({text: child.text!, start: start + offset})
    open = true
  })
  return runs
}
