// What the authority answers in V8, recorded so that the engine inside the Go process can be held to it: the server runs
// the recording when it starts, and refuses to when an answer differs by one byte.
import {EditorState} from "prosemirror-state"
import {manuscript, random, Writer} from "../shared/testing/random"
import {play, type Call} from "../shared/testing/session"
import {authority} from "./main"

/** A text, the commits it received with the answers, and what it was in the end. */
interface RecordedText { doc: string; calls: Call[]; snapshot: string }

export interface Recording {
  schemaVersion: string
  texts: RecordedText[]
  /** Commits on the first text's last version that are to be refused. */
  refused: string[]
  /** Parts as a form returns them, each for a text of its own, and the steps that make them. */
  parts: {doc: string; part: string; steps: string}[]
}

/** Plays a few short sessions. The same for every run. */
export function record(): Recording {
  const texts = [1, 2, 3].map(seed => {
    const server = play(seed, 3, 30)
    return {doc: server.first, calls: server.calls, snapshot: server.snapshot()}
  })
  const {snapshot} = texts[0]!
  authority.open("parts", snapshot, 0)
  const refused = [
    '[{"stepType":"replace","from":3,"to":3,"slice":{"content":[{"type":"image"}]}}]',
    '[{"stepType":"replace","from":0,"to":0,"slice":{"content":[{"type":"text","text":"outside"}]}}]',
    '[{"stepType":"replace","from":90000,"to":90001}]',
    '[{"stepType":"attr","pos":0,"attr":"kind","value":"poetry"}]',
    '[{"stepType":"addMark","from":5,"to":9,"mark":{"type":"link","attrs":{"href":"javascript:alert(1)"}}}]',
  ]
  for (const steps of refused) if (accepted(steps)) throw new Error("not refused: " + steps)
  return {schemaVersion: authority.schemaVersion(), texts, refused, parts: [1, 2, 3].map(part)}
}

function accepted(steps: string): boolean {
  try {
    authority.receive("parts", 0, steps, "")
    return true
  } catch {
    return false
  }
}

function part(seed: number) {
  const doc = manuscript(seed, 1), json = JSON.stringify(doc), writer = new Writer(random(seed), "form")
  let state = EditorState.create({doc})
  for (let i = 0; i < 6; i++) {
    const tr = writer.edit(state)
    if (tr?.doc.childCount === 1) state = state.apply(tr)
  }
  authority.open("parts", json, 0)
  const edited = JSON.stringify(state.doc.firstChild)
  return {doc: json, part: edited, steps: authority.replacePart("parts", edited)}
}
