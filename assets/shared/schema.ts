// The schema of the manuscript: one file for the browser and for the authority that runs inside the Go process.
// It uses prosemirror-model only and nothing that needs the DOM when it is imported. internal/prose holds the Go side;
// assets/shared/testdata/manuscripts.json holds both to the same truth.
import {Schema, type Mark, type MarkSpec, type Node, type NodeSpec} from "prosemirror-model"

// Every block carries an id that stays with it: comments, findings, cross-references and sign-offs point to it.
const id = {default: "", validate: "string"}

// What a string or a number may say is held here and not only where text is pasted: the authority runs this schema
// against commits from anybody who may edit, and a span of a billion cells or a link that is a script ends here.
const oneOf = (what: string, allowed: readonly unknown[]) => (value: unknown) => {
  if (!allowed.includes(value)) throw new RangeError(`${what} cannot be ${JSON.stringify(value)}`)
}
const maxSpan = 100
const wholeSpan = (value: unknown) => {
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > maxSpan) throw new RangeError(`a cell cannot span ${JSON.stringify(value)}`)
}

const maxAddress = 2048

/** Says whether an address may stand in a link: http, https or mailto, never a script, a file or a path of this site. */
export const linkable = (href: unknown): href is string =>
  typeof href === "string" && href.length <= maxAddress && /^(https?:|mailto:)/i.test(href)

const span = (node: Node) => {
  const attrs: Record<string, string> = {}
  if (node.attrs["colspan"] !== 1) attrs["colspan"] = String(node.attrs["colspan"])
  if (node.attrs["rowspan"] !== 1) attrs["rowspan"] = String(node.attrs["rowspan"])
  return attrs
}
const spanOf = (dom: HTMLElement, name: string) => Math.min(maxSpan, Math.max(1, Math.trunc(Number(dom.getAttribute(name))) || 1))
const readSpan = (dom: HTMLElement) => ({colspan: spanOf(dom, "colspan"), rowspan: spanOf(dom, "rowspan")})
const cellAttrs = {
  colspan: {default: 1, validate: wholeSpan},
  rowspan: {default: 1, validate: wholeSpan},
  // prosemirror-tables asks for it; widths follow from the content, so it stays null.
  colwidth: {default: null, validate: "null"},
}

/** The kinds of part, in the standard order (the order in which OHCHR summarizes). */
export const partKinds = [
  "summary", "methodology", "framework", "followup", "rights", "solidarity", "achievements", "recommendations", "other",
] as const
const readKind = (kind: string | null) => (partKinds as readonly (string | null)[]).includes(kind) ? kind : "other"

// What text may carry; "split" and "join" stand on blocks, about the boundary before them.
const inlineMarks = "insertion deletion format link em strong"
const boundaryMarks = "split join"

const nodes: Record<string, NodeSpec> = {
  doc: {content: "part+"},

  // A part of the submission. Hidden parts are kept in the text and left out of counts, numbering and files.
  part: {
    content: "part_title block+",
    marks: boundaryMarks,
    isolating: true,
    defining: true,
    attrs: {id, kind: {default: "other", validate: oneOf("a kind of part", partKinds)}, hidden: {default: false, validate: "boolean"}},
    toDOM: node => ["section", {"data-part": node.attrs["id"], "data-kind": node.attrs["kind"], class: node.attrs["hidden"] ? "part part-hidden" : "part"}, 0],
    parseDOM: [{tag: "section[data-part]", getAttrs: dom => ({id: dom.getAttribute("data-part") ?? "", kind: readKind(dom.getAttribute("data-kind"))})}],
  },
  part_title: {
    content: "text*", marks: "", defining: true, isolating: true,
    toDOM: () => ["h2", {class: "part-title"}, 0],
    parseDOM: [{tag: "h2.part-title"}],
  },

  // Numbered when it stands directly in a part and numbered is true; never numbered in a list or a cell.
  paragraph: {
    group: "block", content: "inline*", marks: inlineMarks,
    attrs: {id, numbered: {default: true, validate: "boolean"}},
    toDOM: node => ["p", {"data-id": node.attrs["id"], ...(node.attrs["numbered"] ? {} : {class: "unnumbered"})}, 0],
    parseDOM: [{tag: "p", getAttrs: dom => ({id: "", numbered: !dom.classList.contains("unnumbered")})}],
  },
  // A subheading inside a part: level 1 stands below the part title, level 2 below level 1.
  heading: {
    group: "block", content: "inline*", marks: inlineMarks, defining: true,
    attrs: {id, level: {default: 1, validate: oneOf("a level", [1, 2])}},
    toDOM: node => [node.attrs["level"] === 1 ? "h3" : "h4", {"data-id": node.attrs["id"]}, 0],
    parseDOM: [
      {tag: "h1,h2,h3", getAttrs: () => ({level: 1})},
      {tag: "h4,h5,h6", getAttrs: () => ({level: 2})},
    ],
  },
  // A recommendation of the submitting organization: R1, R2 … with the one it is addressed to ("" means the State under review).
  recommendation: {
    group: "block", content: "inline*", marks: inlineMarks, defining: true,
    attrs: {id, addressee: {default: "", validate: "string"}},
    toDOM: node => ["p", {"data-id": node.attrs["id"], class: "recommendation", "data-addressee": node.attrs["addressee"]}, 0],
    parseDOM: [{tag: "p.recommendation", priority: 60, getAttrs: dom => ({id: "", addressee: dom.getAttribute("data-addressee") ?? ""})}],
  },
  bullet_list: {
    group: "block list", content: "list_item+", attrs: {id},
    toDOM: node => ["ul", {"data-id": node.attrs["id"]}, 0], parseDOM: [{tag: "ul"}],
  },
  ordered_list: {
    group: "block list", content: "list_item+", attrs: {id},
    toDOM: node => ["ol", {"data-id": node.attrs["id"]}, 0], parseDOM: [{tag: "ol"}],
  },
  list_item: {
    content: "paragraph (paragraph | list)*", marks: boundaryMarks, defining: true,
    toDOM: () => ["li", 0], parseDOM: [{tag: "li"}],
  },
  table: {
    group: "block", content: "table_row+", tableRole: "table", isolating: true,
    attrs: {id, caption: {default: "", validate: "string"}},
    toDOM: node => ["table", {"data-id": node.attrs["id"], "data-caption": node.attrs["caption"]}, ["tbody", 0]],
    parseDOM: [{tag: "table", getAttrs: dom => ({id: "", caption: dom.getAttribute("data-caption") ?? dom.querySelector("caption")?.textContent?.trim() ?? ""})}],
  },
  table_row: {content: "(table_cell | table_header)+", tableRole: "row", toDOM: () => ["tr", 0], parseDOM: [{tag: "tr"}]},
  table_cell: {
    content: "(paragraph | list)+", marks: boundaryMarks, tableRole: "cell", isolating: true, attrs: cellAttrs,
    toDOM: node => ["td", span(node), 0], parseDOM: [{tag: "td", getAttrs: readSpan}],
  },
  table_header: {
    content: "(paragraph | list)+", marks: boundaryMarks, tableRole: "header_cell", isolating: true, attrs: cellAttrs,
    toDOM: node => ["th", span(node), 0], parseDOM: [{tag: "th", getAttrs: readSpan}],
  },

  // An endnote stands where its mark stands; the number comes from the order in the text.
  endnote: {
    group: "inline", inline: true, atom: true, content: "text*", marks: inlineMarks, attrs: {id},
    toDOM: node => ["span", {class: "endnote", "data-endnote": node.attrs["id"]}, 0],
    parseDOM: [{tag: "span[data-endnote]"}],
  },
  // Points to a block by id; what is shown is that block's present number.
  cross_reference: {
    group: "inline", inline: true, atom: true, attrs: {target: {validate: "string"}},
    toDOM: node => ["span", {class: "cross-reference", "data-target": node.attrs["target"]}],
    parseDOM: [{tag: "span[data-target]", getAttrs: dom => ({target: dom.getAttribute("data-target") ?? ""})}],
  },
  hard_break: {group: "inline", inline: true, selectable: false, toDOM: () => ["br"], parseDOM: [{tag: "br"}]},
  text: {group: "inline"},
}

// Who suggested a change, under which id, and when (seconds since 1970). What belongs to one change has one id.
const token = (value: unknown) => {
  if (typeof value !== "string" || !/^[A-Za-z0-9-]{1,40}$/.test(value)) throw new RangeError("not an id of a suggestion or a person")
}
const who = {
  id: {validate: token},
  user: {validate: token},
  at: {
    default: 0,
    validate: (value: unknown) => { if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > 1e11) throw new RangeError("not a time") },
  },
}
const kept = {default: "before", validate: oneOf("the block that is kept", ["before", "after"])}
const whose = (mark: Mark) => ({"data-suggestion": mark.attrs["id"] as string})
// Marks of suggestions are never read from the clipboard, and several people may suggest the same.
const suggestion = {excludes: "", inclusive: false, parseDOM: []}

const marks: Record<string, MarkSpec> = {
  // Suggested changes: suggest_settle.ts says what the text is with them and without them.
  insertion: {...suggestion, attrs: who, toDOM: mark => ["ins", whose(mark), 0]},
  deletion: {...suggestion, attrs: who, toDOM: mark => ["del", whose(mark), 0]},
  // The mark named "mark" was put on, changed or taken away; "was" is null when it was not there, else its address or "".
  format: {
    ...suggestion,
    attrs: {
      ...who,
      mark: {validate: oneOf("the mark of a suggestion", ["link", "em", "strong"])},
      was: {
        default: null,
        validate: (value: unknown) => {
          if (value !== null && value !== "" && !linkable(value)) throw new RangeError("a link cannot lead there")
        },
      },
    },
    toDOM: mark => ["span", {...whose(mark), class: "suggested-format"}, 0],
  },
  // On a block: the boundary before it is suggested (split), or suggested to go (join). Without the boundary the two blocks
  // are one, which is the kind of block, with the attributes, that stands before or after it: "kept".
  split: {...suggestion, attrs: {...who, kept}, toDOM: mark => ["div", {...whose(mark), class: "suggested-split"}, 0]},
  join: {...suggestion, attrs: {...who, kept}, toDOM: mark => ["div", {...whose(mark), class: "suggested-join"}, 0]},

  link: {
    attrs: {href: {validate: (value: unknown) => { if (!linkable(value)) throw new RangeError("a link cannot lead there") }}}, inclusive: false,
    toDOM: mark => ["a", {href: mark.attrs["href"], rel: "noopener noreferrer"}, 0],
    parseDOM: [{tag: "a[href]", getAttrs: dom => {
      const href = dom.getAttribute("href") ?? ""
      return linkable(href) ? {href} : false
    }}],
  },
  em: {toDOM: () => ["em", 0], parseDOM: [{tag: "i"}, {tag: "em"}, {style: "font-style=italic"}]},
  strong: {toDOM: () => ["strong", 0], parseDOM: [{tag: "strong"}, {tag: "b", getAttrs: dom => dom.style.fontWeight !== "normal" && null}, {style: "font-weight", getAttrs: v => /^(bold(er)?|[6-9]\d{2})$/.test(v) && null}]},
}

/** Kept with every manuscript. Goes up when a text of the old schema needs a conversion to be one of the new. */
export const schemaVersion = 1

export const schema = new Schema({nodes, marks})
