// Steps as JSON, around one fault of prosemirror-transform 1.12.6: MarkSetStep.invert can nest one set of mark steps in
// another, and MarkSetStep.fromJSON refuses what it nested. Undoing a change of formatting makes such a step.
import {type Schema} from "prosemirror-model"
import {Step} from "prosemirror-transform"

/** A step in its JSON form. */
export interface StepJSON { stepType: string; [field: string]: unknown }

function flat(json: StepJSON): StepJSON {
  if (json.stepType !== "markSet") return json
  const steps = (json["steps"] as StepJSON[]).flatMap(inner => inner.stepType === "markSet" ? flat(inner)["steps"] as StepJSON[] : [inner])
  return {stepType: "markSet", steps}
}

/** Writes steps as JSON, nested sets of mark steps unfolded. */
export const stepsToJSON = (steps: readonly Step[]): StepJSON[] => steps.map(step => flat(step.toJSON()))

/** Reads steps from JSON. Throws a RangeError for what is not a step of this schema. */
export const stepsFromJSON = (schema: Schema, json: readonly StepJSON[]): Step[] => json.map(step => Step.fromJSON(schema, flat(step)))
