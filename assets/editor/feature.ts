// What the editor is put together from. A feature is one thing that helps with the text: it may bring plugins, a panel at
// the side, or both, and is told what happens. features.ts lists them.
import type {EditorState, Plugin, Transaction} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import type {Config, Rights, Translate} from "./config"
import type {PresenceJSON} from "./transport"

/** What features are made with. */
export interface Around {
  readonly config: Config
  readonly t: Translate
  /** The text on the page; null until it is open. */
  readonly view: () => EditorView | null
  /** What the person may do now. */
  readonly rights: () => Rights
  /** Names this tab to the server; null before the text is open. */
  readonly client: () => string | null
  /** Tells the person something in the line below the toolbar, with what can be done about it as a button. */
  readonly tell: (text: string, offer?: Offer) => void
  /** Opens or closes a panel by its key, and shows titles and badges anew when they changed. */
  readonly side: {open(key: string): void; close(key: string): void; refresh(): void}
}

/** Something that can be done at the press of a button. */
export interface Offer { readonly label: string; readonly run: () => void }

/** One help with the text. All calls are optional; none of them may throw or take long. */
export interface Feature {
  /** Asked after the keys and before the history; made once and used for every state. */
  readonly plugins?: readonly Plugin[]
  readonly panel?: Panel
  /** Lies over the text, at its edge; what is in it is placed by the feature. */
  readonly margin?: HTMLElement
  /** May put another change in the place of one that the person makes, or none: null. Asked before it is applied. */
  before?(tr: Transaction, state: EditorState): Transaction | null
  /** The text has been put on the page. */
  opened?(view: EditorView): void
  /** The text, the selection or the place of the text on the page changed. */
  update?(state: EditorState): void
  /** Everything typed here is durable at this version. */
  saved?(version: number): void
  /**
   * Something beside the text changed on the server: "comments", "people", "assignments" … (store.Topics). Every topic is
   * named once when the page begins to listen, so what is shown can be fetched here alone.
   */
  news?(topics: readonly string[]): void
  /** What the person may do has changed; config.rights is what it was when the page was made. */
  rights?(rights: Rights): void
  /** The right to read has ended: nothing of the submission may stay on the device. */
  cleared?(): void
  /** What is said of a part in the outline; "" is nothing. */
  part?(id: string): string
  /** Others came, moved or went. */
  presence?(presence: PresenceJSON): void
}

/** What panels are grouped by, in the order of the buttons: the text itself, those who work on it, what it stands among. */
export const panelGroups = ["writing", "together", "context", "preview"] as const
export type PanelGroup = (typeof panelGroups)[number]

/** A panel at the side, of which one is open at a time. */
export interface Panel {
  /** Names it; also the end of its element's id. */
  readonly key: string
  readonly group: PanelGroup
  readonly title: string
  readonly dom: HTMLElement
  /** How many things wait in it; 0 shows nothing. */
  badge?(): number
  /** The badge says how much there is, and not how much waits: it does not count for the group. */
  readonly inventory?: boolean
  /** It needs half of the window where there is room: a preview. */
  readonly wide?: boolean
  /** It was opened or closed. */
  shown?(open: boolean): void
}
