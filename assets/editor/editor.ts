// The editor state and its view: which plugins there are, and in which order they are asked.
import {dropCursor} from "prosemirror-dropcursor"
import {gapCursor} from "prosemirror-gapcursor"
import {history} from "prosemirror-history"
import {InputRule, inputRules, wrappingInputRule} from "prosemirror-inputrules"
import type {Node} from "prosemirror-model"
import {EditorState, Plugin, type Transaction} from "prosemirror-state"
import {tableEditing} from "prosemirror-tables"
import {EditorView} from "prosemirror-view"
import {collab} from "../shared/collab"
import {ids, newBlockId} from "../shared/ids"
import type {CollabState} from "../shared/pending"
import {schema} from "../shared/schema"
import type {Action} from "./actions"
import {compose} from "./compose"
import type {Config, Translate} from "./config"
import {find} from "./find"
import {keys} from "./keys"
import {notes, openSelected} from "./notes"
import {showNumbers} from "./numbering"
import {keepEndnotes, keepParts} from "./parts"
import {paste} from "./paste"
import {placeholders} from "./placeholder"
import {onlySuggests, suggesting} from "./suggesting"

interface Options {
  readonly t: Translate
  /** The id of the person. */
  readonly user: string
  readonly guidance: Config["guidance"]
  /** Those of the features. */
  readonly plugins: readonly Plugin[]
  readonly actions: readonly Action[]
  /** Leaves the text for the toolbar. */
  readonly leave: () => void
  readonly tell: (text: string) => void
}

/** Makes the function that makes states: with a fresh text, or with one taken up from the device. */
export function stateMaker({t, user, guidance, plugins, actions, leave, tell}: Options): (doc: Node, start: number | CollabState) => EditorState {
  return (doc, start) => EditorState.create({
    doc,
    plugins: [
      keepParts(),
      keepEndnotes(),
      notes(t, user),
      ...keys(actions, openSelected, leave),
      lists(),
      find(),
      compose(),
      showNumbers(t),
      placeholders(guidance, t),
      paste(t, tell),
      ...plugins,
      gapCursor(),
      dropCursor({color: "currentcolor", width: 2}),
      tableEditing(),
      history({newGroupDelay: 800}),
      collab(start),
      ids(newBlockId, state => !onlySuggests(state)),
    ],
  })
}

// "- " or "1. " at the start of a paragraph makes a list. Not where one suggests: no list can be suggested, and what was
// typed is to stand there.
function lists(): Plugin {
  const rule = (start: RegExp, name: "bullet_list" | "ordered_list") => {
    const {handler} = wrappingInputRule(start, schema.nodes[name]!) as unknown as {handler: MakeList}
    return new InputRule(start, (state, ...typed) => suggesting(state) ? null : handler(state, ...typed))
  }
  return inputRules({rules: [rule(/^\s*[-*•]\s$/, "bullet_list"), rule(/^\s*1[.)]\s$/, "ordered_list")]})
}

// What a rule does is a field of it that its types leave out.
type MakeList = (state: EditorState, match: RegExpMatchArray, start: number, end: number) => Transaction | null

/** How much at the edges of the window is covered by other things, in pixels; may change while the view lives. */
export interface Margins {top: number; bottom: number; left: number; right: number}

/** Puts the text on the page. */
export function makeView(place: HTMLElement, state: EditorState, config: Config, t: Translate, margins: Margins, dispatch: (tr: Transaction) => void): EditorView {
  return new EditorView(place, {
    state,
    dispatchTransaction: dispatch,
    attributes: {
      id: "editor-text",
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": t("text"),
      lang: config.textLanguage,
      dir: config.direction,
      spellcheck: "true",
    },
    scrollThreshold: margins,
    scrollMargin: margins,
  })
}
