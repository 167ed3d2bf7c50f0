// What a paste of HTML becomes, as a plain outline that a test can compare.
import {DOMParser as Parser, type Node} from "prosemirror-model"
import {schema} from "../../shared/schema"
import {clean, type Report} from "../paste_clean"

/** Cleans and parses HTML as the editor does, and writes down what comes out: one line for each block. */
export function paste(html: string): {lines: string[]; report: Report} {
  const parse = (text: string) => new DOMParser().parseFromString(text, "text/html")
  const {html: cleaned, report} = clean(html, parse)
  const slice = Parser.fromSchema(schema).parseSlice(parse(cleaned).body)
  const lines: string[] = []
  slice.content.forEach(node => outline(node, "", lines))
  return {lines, report}
}

function outline(node: Node, indent: string, lines: string[]): void {
  const names: Record<string, string> = {paragraph: "p", heading: "h" + node.attrs["level"], bullet_list: "ul", ordered_list: "ol", list_item: "li", table_row: "tr", table_cell: "td", table_header: "th"}
  const name = names[node.type.name] ?? node.type.name
  if (node.isTextblock) return void lines.push(`${indent}${name} ${inline(node)}`)
  if (node.isText || node.isInline) return void lines.push(`${indent}${text(node)}`)
  lines.push(indent + name + (node.attrs["colspan"] > 1 ? " x" + node.attrs["colspan"] : "") + (node.attrs["caption"] ? ` "${node.attrs["caption"]}"` : ""))
  node.forEach(child => outline(child, indent + "  ", lines))
}

function inline(node: Node): string {
  let line = ""
  node.forEach(child => { line += text(child) })
  return line
}

function text(node: Node): string {
  let shown = node.isText ? node.text!.replace(/\u00a0/g, "~") : node.type.name === "endnote" ? `{${inline(node)}}` : node.type.name === "hard_break" ? "/" : `<${node.type.name}>`
  for (const mark of node.marks) shown = mark.type.name === "strong" ? `**${shown}**` : mark.type.name === "em" ? `_${shown}_` : `[${shown}](${mark.attrs["href"]})`
  return shown
}
