// Whatever is suggested: with everything accepted the text is what the plain edit makes of it, and with everything refused
// it is what it was. UPRIGHT_SEED=17 plays one text again; UPRIGHT_SUGGESTIONS=3000 plays more of them.
import assert from "node:assert/strict"
import {test} from "node:test"
import {type Node} from "prosemirror-model"
import {EditorState} from "prosemirror-state"
import {readManuscript} from "./check"
import {sameText, suggest} from "./suggest"
import {withoutInherited} from "./suggest_clean"
import {decide} from "./suggest_decide"
import {hasSuggestions} from "./suggest_marks"
import {changedRanges} from "./suggest_ranges"
import {acceptAll, refuseAll, refuseOf, settle, type Decide} from "./suggest_settle"
import {manuscript, random, Writer} from "./testing/random"

const one = process.env["UPRIGHT_SEED"], count = Number(process.env["UPRIGHT_SUGGESTIONS"] ?? 200)

function decided(state: EditorState, verdict: Decide): Node {
  const tr = decide(state, verdict), doc = tr ? tr.doc : state.doc
  assert.ok(doc.eq(settle(state.doc, verdict)), "the steps make another text than settle says")
  return readManuscript(JSON.parse(JSON.stringify(doc)))
}

test("accepted it is the edit, refused it is the text before", () => {
  let made = 0
  const refused = new Map<string, number>()
  for (let seed = one ? Number(one) : 1; seed <= (one ? Number(one) : count); seed++) {
    try {
      const r = random(seed), writer = new Writer(r, "w"), people = ["ann", "ben", "cem"].slice(0, 1 + seed % 3)
      const original = manuscript(seed, 2)
      let state = EditorState.create({doc: original}), ids = 0
      for (let i = 0; i < 12; i++) {
        const plain = writer.edit(state), user = people[Math.floor(r() * people.length)]!
        if (!plain) continue
        const result = suggest(state, plain, {id: "s" + ids++, user, at: ids}, () => "n" + ids++)
        if ("refused" in result) {
          refused.set(result.refused, (refused.get(result.refused) ?? 0) + 1)
          continue
        }
        const want = settle(withoutInherited(state.doc, plain.doc, changedRanges(plain.mapping.maps)).doc, acceptAll)
        const before = state
        state = state.apply(result.tr)
        readManuscript(JSON.parse(JSON.stringify(state.doc)))
        made++
        const accepted = decided(state, acceptAll), back = decided(state, refuseAll)
        assert.ok(!hasSuggestions(accepted) && !hasSuggestions(back), "a suggestion is left")
        assert.ok(sameText(accepted, want), "accepted it is not the edit")
        assert.ok(back.eq(original), "refused it is not the text before")
        assert.ok(settle(state.doc, refuseOf(user)).eq(settle(before.doc, refuseOf(user))), "touches suggestions of others")
        // One person's, then the rest: in whatever order, the same text. The blocks of others are not joined by it.
        const one = EditorState.create({doc: decided(state, refuseOf(user))})
        assert.ok(decided(one, refuseAll).eq(original), "refused one after the other it is not the text before")
        const some = EditorState.create({doc: decided(state, mark => mark.attrs["user"] === user ? "accept" : "keep")})
        assert.ok(sameText(decided(some, acceptAll), want), "accepted one after the other it is not the edit")
      }
    } catch (error) {
      throw new Error(`text ${seed} (play it again with UPRIGHT_SEED=${seed})`, {cause: error})
    }
  }
  if (!one) assert.ok(made > count * 5, `only ${made} suggestions were made`)
})
