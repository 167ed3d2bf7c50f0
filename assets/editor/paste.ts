// What comes in from the clipboard: cleaned to the schema, with a word to the person about what was left out.
import {DOMParser as Parser, Fragment, Slice, type Node, type ParseRule} from "prosemirror-model"
import {Plugin, type EditorState} from "prosemirror-state"
import {schema} from "../shared/schema"
import type {Translate} from "./config"
import {clean, type Report} from "./paste_clean"
import {stripNumbers} from "./paste_numbers"

/** The plugin. tell gets a sentence when something was left out or changed. */
export function paste(t: Translate, tell: (text: string) => void): Plugin {
  let cleaned = ""
  return new Plugin({
    props: {
      clipboardParser: keepIds(),
      transformPastedHTML(html) {
        // What was copied here is in the schema already.
        if (/\sdata-pm-slice=/.test(html)) return html
        const {html: result, report} = clean(html, text => new DOMParser().parseFromString(text, "text/html"))
        cleaned = sentences(report, t)
        return result
      },
      transformPasted(slice, view) {
        const inText = withoutParts(slice)
        const {slice: stripped, count} = stripNumbers(inText)
        tell([cleaned, count > 0 ? t("paste.numbers", {n: count}) : ""].join(" ").trim())
        cleaned = ""
        return freshIds(stripped, view.state)
      },
    },
  })
}

function sentences(report: Report, t: Translate): string {
  return (Object.keys(report) as (keyof Report)[]).filter(key => report[key] > 0).map(key => t("paste." + key, {n: report[key]})).join(" ")
}

// Text that is cut and pasted keeps its ids, so that references, comments and findings go with it.
function keepIds(): Parser {
  const {rules} = Parser.fromSchema(schema)
  return new Parser(schema, rules.map(rule => {
    const type = "node" in rule && rule.node ? schema.nodes[rule.node] : undefined
    if (!type || !("id" in (type.spec.attrs ?? {})) || !("tag" in rule)) return rule
    const getAttrs = rule.getAttrs as ((dom: HTMLElement) => Record<string, unknown> | false | null) | undefined
    return {...rule, getAttrs: (dom: HTMLElement) => {
      const read = getAttrs ? getAttrs(dom) : rule.attrs ?? null
      const id = dom.getAttribute("data-id") ?? dom.getAttribute("data-endnote") ?? ""
      return read === false ? false : {...read, id: /^[a-z2-7]{12}$/.test(id) ? id : ""}
    }} as ParseRule
  }))
}

// An id that the text has already stays with the original, except where the paste takes its place: in an empty
// paragraph whose text was cut a moment ago, and over a selection.
function freshIds(slice: Slice, {doc, selection: {from, to, $from}}: EditorState): Slice {
  const taken = new Set<string>()
  const emptied = $from.parent.isTextblock && $from.parent.content.size === 0 ? $from.parent : null
  doc.descendants((node, pos) => {
    const replaced = node === emptied || (from < to && pos >= from && pos + node.nodeSize <= to)
    if (node.attrs["id"] && !replaced) taken.add(node.attrs["id"] as string)
  })
  const fresh = (fragment: Fragment): Fragment => {
    const list: Node[] = []
    fragment.forEach(node => {
      const content = fresh(node.content)
      if (node.isText) list.push(node)
      else list.push(taken.has(node.attrs["id"]) ? node.type.create({...node.attrs, id: ""}, content, node.marks) : node.copy(content))
    })
    return Fragment.from(list)
  }
  return new Slice(fresh(slice.content), slice.openStart, slice.openEnd)
}

/** Takes the blocks out of copied parts: a part's title comes in as a subheading, never as a second part. */
export function withoutParts(slice: Slice): Slice {
  let {content, openStart, openEnd} = slice
  const inner = (fragment: Fragment, type: string) => fragment.childCount > 0 && fragment.firstChild!.type.name === type
  if (inner(content, "part")) {
    const blocks: Node[] = []
    content.forEach(part => part.forEach(block => blocks.push(block)))
    content = Fragment.from(blocks)
    openStart = Math.max(0, openStart - 1)
    openEnd = Math.max(0, openEnd - 1)
  }
  const blocks: Node[] = []
  content.forEach((node, _offset, index) => {
    if (node.type.name !== "part_title") blocks.push(node)
    else if (node.content.size) {
      // A title of which only a piece was copied is text in a line.
      const partial = content.childCount === 1 && (openStart > 0 || openEnd > 0)
      blocks.push(schema.nodes[partial ? "paragraph" : "heading"]!.create(null, node.content))
      if (index === 0 && !partial) openStart = 0
    }
  })
  const result = Fragment.from(blocks)
  const depth = (end: "firstChild" | "lastChild") => {
    let count = 0
    for (let node = result[end]; node && !node.isLeaf && !node.isText; node = node[end]) count++
    return count
  }
  return new Slice(result, Math.min(openStart, depth("firstChild")), Math.min(openEnd, depth("lastChild")))
}
