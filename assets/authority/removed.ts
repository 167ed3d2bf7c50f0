// What was taken out of a text not long ago, with its authors, so that whoever puts the same back does not become its
// author: by undoing, by moving a paragraph, by cutting and pasting. Known by a hash: the words themselves are not kept.
import type {StepMap} from "prosemirror-transform"
import {MapLog} from "../shared/rebase"
import type {Run} from "./runs"

/** How many pieces are remembered, of short ones and of long ones each; the oldest goes first. */
const kept = 200
/** The most runs that a piece may have to be remembered. */
const maxRuns = 200
/** How many characters a piece has at least to be known again: anywhere, or when it was taken out by the same commit. */
export const longEnough = {anywhere: 20, sameCommit: 4}
/** How many maps positions may be behind before all of them are brought up to date. */
const maxMaps = 1000

interface Piece {
  readonly hash: number
  readonly size: number
  readonly runs: readonly Run[]
  readonly version: number
  /** Where it stood: the first and the last position where it could stand again. */
  before: number
  after: number
  /** The map up to which these are mapped. */
  at: number
}

/** A piece as it is stored. */
export type PieceJSON = [hash: number, size: number, version: number, before: number, after: number, ...runs: number[]]

export class Removed {
  private short: Piece[] = []
  private long: Piece[] = []
  private log = new MapLog()
  // How many there are by their hash: what is typed is none of them, nearly always.
  private readonly hashes = new Map<number, number>()

  static read(list: readonly PieceJSON[]): Removed {
    const made = new Removed()
    for (const [hash, size, version, before, after, ...flat] of list) {
      const runs: Run[] = []
      for (let i = 0; i + 1 < flat.length; i += 2) runs.push([flat[i]!, flat[i + 1]!])
      made.keep({hash, size, runs, version, before, after, at: 0})
    }
    return made
  }

  toJSON(): PieceJSON[] {
    this.settle()
    return [...this.short, ...this.long].map(({hash, size, version, before, after, runs}) => [hash, size, version, before, after, ...runs.flat()])
  }

  /** Positions move with every step. */
  moved(map: StepMap): void {
    this.log.push(map)
    if (this.log.length > maxMaps) this.settle()
  }

  /** Remembers a piece that stood at a position; call it after `moved` for the step that took it out. */
  add(hash: number, size: number, runs: readonly Run[], at: number, version: number): void {
    if (runs.length > maxRuns) return
    this.keep({hash, size, runs, version, before: at, after: at, at: this.log.length})
  }

  /** Gives out a piece that is put in at a position again, the one taken out last; null when it is none. */
  take(hash: number, size: number, at: number, version: number): readonly Run[] | null {
    if (!this.hashes.has(hash)) return null
    const list = this.list(size)
    for (let i = list.length - 1; i >= 0; i--) {
      const piece = list[i]!
      if (piece.hash !== hash || piece.size !== size) continue
      const known = size >= longEnough.anywhere || (size >= longEnough.sameCommit && piece.version === version) || this.stood(piece, at)
      if (!known) continue
      list.splice(i, 1)
      this.forget(piece)
      return piece.runs
    }
    return null
  }

  private keep(piece: Piece): void {
    const list = this.list(piece.size)
    list.push(piece)
    this.hashes.set(piece.hash, (this.hashes.get(piece.hash) ?? 0) + 1)
    if (list.length > kept) this.forget(list.shift()!)
  }

  private forget({hash}: Piece): void {
    const n = this.hashes.get(hash)!
    if (n > 1) this.hashes.set(hash, n - 1)
    else this.hashes.delete(hash)
  }

  private list(size: number): Piece[] { return size < longEnough.anywhere ? this.short : this.long }

  private stood(piece: Piece, at: number): boolean {
    this.follow(piece)
    return piece.before <= at && at <= piece.after
  }

  private follow(piece: Piece): void {
    const {start, end, delta, maps} = this.log
    for (let i = piece.at; i < maps.length; i++) {
      // Most maps are of letters typed elsewhere.
      if (piece.after < start[i]!) continue
      if (piece.before > end[i]!) {
        piece.before += delta[i]!
        piece.after += delta[i]!
        continue
      }
      piece.before = maps[i]!.map(piece.before, -1)
      piece.after = maps[i]!.map(piece.after, 1)
    }
    piece.at = maps.length
  }

  private settle(): void {
    for (const piece of [...this.short, ...this.long]) {
      this.follow(piece)
      piece.at = 0
    }
    this.log = new MapLog()
  }
}
