// The editor's entry: finds its place on the page, builds what is around the text, opens the text, ties them together.
import {TextSelection, type EditorState, type Transaction} from "prosemirror-state"
import type {EditorView} from "prosemirror-view"
import {collabState} from "../shared/collab"
import {actions} from "./actions"
import {browserClaims} from "./claims"
import {readConfig, translator, type Config, type Translate} from "./config"
import {context} from "./context"
import {helpDialog, linkDialog, referenceDialog} from "./dialogs"
import {el, later} from "./dom"
import {makeView, stateMaker, type Margins} from "./editor"
import {findBar} from "./find"
import {features} from "./features"
import {goTo} from "./findings"
import {insertEndnote} from "./inline"
import {clearDevice, farewell, keepRights} from "./rights"
import {openSession, type Session} from "./session"
import {openSelected} from "./notes"
import {outline} from "./outline"
import {Shelf} from "./shelf"
import {side, type Side} from "./side"
import {status} from "./status"
import {Store} from "./store"
import {toolbar} from "./toolbar"
import {httpTransport} from "./transport"

async function start(place: HTMLElement, config: Config, t: Translate): Promise<void> {
  let view: EditorView | null = null, session: Session | null = null
  let loadAgain = () => location.reload()
  const current = () => view
  const list = actions({
    link: editor => linkDialog(editor, t),
    reference: editor => referenceDialog(editor, t),
    note: editor => {
      if (insertEndnote(editor.state, editor.dispatch)) openSelected(editor.state, editor.dispatch, editor)
    },
    find: () => bar.open(),
    help: editor => helpDialog(list, t, () => editor.focus()),
  })
  const tools = toolbar(list, current, t), bar = findBar(current, t), around = context(current, t)
  const nav = outline({
    view: current, limit: () => rights.limit, t,
    said: id => helps.map(help => help.part?.(id)).filter(Boolean).join(" · "), draft: config.rights.edit ? config.urls.word : "",
  })
  let beside: Side | null = null
  const rights = keepRights({
    config, t, fetch: (input, init) => fetch(input, init),
    changed: (now, words) => {
      for (const help of helps) help.rights?.(now)
      line.notice(words)
      tellLine()
    },
    limited: words => {
      line.notice(words)
      if (view) nav.counted(view.state)
    },
  })
  const helps = features({
    config, t, view: current, rights: () => rights.now, client: () => session?.client ?? null, tell: (text, offer) => line.notice(text, offer),
    side: {open: key => beside?.open(key), close: key => beside?.close(key), refresh: () => { beside?.refresh(); if (view) nav.update(view.state) }},
  })
  beside = side(helps.flatMap(help => help.panel ?? []), t)
  const store = new Store(indexedDB)
  const shelf = new Shelf(store, config.submission, config.user.id, () => line.shelved())
  const line = status({
    t, shelf, state: () => session?.copy.state ?? null, retry: () => session?.connection.dispatch({type: "again"}), leave: () => view?.focus(), reload: () => loadAgain(),
  })
  const sheet = el("div", {class: "editor-sheet"})
  const top = el("div", {class: "editor-bar"}, tools.dom, bar.dom, el("div", {class: "editor-foot"}, line.dom, nav.total))
  const bye = farewell(t)
  // The text before what is beside it: on the way of the Tab key it comes soon, and from the text on to the open panel.
  const columns = el("div", {class: "editor-columns"}, nav.dom,
    el("div", {class: "editor-column"},
      el("div", {class: "editor-page", dir: config.direction}, sheet, ...helps.flatMap(help => help.margin ?? [])), around.dom), beside.dom)
  place.append(top, columns)

  const margins = keepClear(place, top, beside.dom)
  const count = later(300, () => { if (view) nav.counted(view.state) })
  const shown = (state: EditorState) => {
    for (const part of [tools, bar, around, nav, ...helps]) part.update?.(state)
    count()
  }
  const tellLine = () => {
    if (!session) return
    const {copy, connection} = session
    line.update(connection.line, copy.unsent, copy.tabOnly || columns.hidden === true)
    if (copy.version !== null && copy.unsent === 0) for (const help of helps) help.saved?.(copy.version)
    const may = rights.writes && connection.line.reason !== "forbidden" && connection.line.reason !== "not-found"
    place.classList.toggle("editor--reads", !may)
    if (view && view.editable !== may) view.setProps({editable: () => may})
  }
  const makeState = stateMaker({t, user: config.user.id, guidance: config.guidance, plugins: helps.flatMap(help => help.plugins ?? []), actions: list, leave: () => tools.focus(), tell: text => line.notice(text)})

  session = await openSession({
    submission: config.submission, user: config.user.id, bundle: config.bundle, store, shelf,
    claims: browserClaims(navigator.locks as LockManager | undefined),
    transport: httpTransport({urls: config.urls, bundle: config.bundle, fetch: (input, init) => fetch(input, init)}),
    clock: {
      after: (wait, run) => { const timer = setTimeout(run, wait); return () => clearTimeout(timer) },
      random: Math.random,
    },
    makeState,
    show: (state, tr) => {
      if (!view) return open(state)
      view.updateState(state)
      shown(state)
      tellLine()
      if (tr && collabState(state).pending.some(one => one.ref === null)) session!.connection.dispatch({type: "edited"})
    },
    lineChanged: tellLine,
    unkept: error => {
      line.keeps(error === null)
      tellLine()
    },
    readable,
    beside: {
      news: topics => {
        rights.news(topics)
        for (const help of helps) help.news?.(topics)
      },
      presence: presence => { for (const help of helps) help.presence?.(presence) },
      refused: words => line.notice(words),
    },
  })

  // When the right to read has ended, nothing of the text stays on the device or in view. After signing in again it goes
  // on; what was never sent can be copied until the page is closed.
  function readable(may: boolean): void {
    const gone = columns.hidden
    columns.hidden = !may
    if (may) {
      if (gone) bye.remove()
      return store.remember(config.submission, config.user.id)
    }
    columns.after(bye)
    for (const help of helps) help.cleared?.()
    void clearDevice(config, store, shelf, session?.client ?? null).catch(error => console.error(error))
  }

  function open(state: EditorState): void {
    view = makeView(sheet, state, config, t, margins, tr => {
      // Buttons and keys of who only reads: selecting is fine, changing is not.
      if (!view!.editable && tr.docChanged) return
      const made = helps.reduce<Transaction | null>((now, help) => now && help.before ? help.before(now, session!.copy.state!) : now, tr)
      if (made) session!.copy.apply(made)
      // What was typed stands on the page already.
      else view!.updateState(view!.state)
    })
    const {tr} = state
    view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(1 + tr.doc.firstChild!.firstChild!.nodeSize), 1)))
    nav.counted(state)
    for (const help of helps) help.opened?.(view)
    leadTo(view)
    tellLine()
    if (location.hash.length > 1) goTo(view, decodeURIComponent(location.hash.slice(1)))
  }
  if (session.copy.state) open(session.copy.state)
  loadAgain = wake(session)
  addEventListener("hashchange", () => { if (view) goTo(view, decodeURIComponent(location.hash.slice(1))) })
  tellLine()
  session.connection.dispatch({type: "start"})
}

// The bar sticks to the top, and what is beside the text may stand at the lower edge: nothing else may hide under them, however
// high they are on this screen.
function keepClear(place: HTMLElement, bar: HTMLElement, beside: HTMLElement): Margins {
  const margins: Margins = {top: 0, bottom: 96, left: 0, right: 0}
  const measured = new ResizeObserver(() => {
    margins.top = bar.offsetHeight + (parseFloat(getComputedStyle(bar).top) || 0) + 12
    margins.bottom = getComputedStyle(beside).position === "fixed" ? beside.offsetHeight + 24 : 96
    place.style.setProperty("--bar", bar.offsetHeight + "px")
    document.documentElement.style.scrollPaddingBlockEnd = margins.bottom + "px"
  })
  measured.observe(bar)
  measured.observe(beside)
  return margins
}

// The link at the top of the page that leads to the text shows once there is one, and puts the cursor where it was.
function leadTo(view: EditorView): void {
  const link = document.getElementById("to-text")
  if (!link) return
  link.hidden = false
  link.addEventListener("click", event => {
    event.preventDefault()
    view.focus()
    view.dispatch(view.state.tr.scrollIntoView())
  })
}

// The browser knows before any timer when the network or the person is back, and when the page may be about to go. Returns
// what loads the page again: what the device keeps is there again then, and nobody is asked about it.
function wake({copy, connection}: Session): () => void {
  const again = () => connection.dispatch({type: "wake"})
  // "Exit this page" must not be held up by a question. Signing out has asked its own, about what is kept on the device.
  let exiting = false
  document.addEventListener("submit", event => {
    const form = event.target as HTMLElement
    exiting = form.matches("[data-exit], [data-agreed]")
    if (form.matches("[data-sign-out]")) copy.saveAtOnce()
  }, true)
  addEventListener("online", () => connection.dispatch({type: "again"}))
  addEventListener("pageshow", again)
  addEventListener("focus", () => { if (connection.line.phase !== "online") again() })
  document.addEventListener("visibilitychange", () => {
    connection.dispatch({type: document.visibilityState})
    if (document.visibilityState === "hidden") copy.saveAtOnce()
  })
  // A tab can be opened in the background.
  if (document.visibilityState === "hidden") connection.dispatch({type: "hidden"})
  addEventListener("pagehide", () => copy.saveAtOnce())
  addEventListener("beforeunload", event => {
    if (copy.unsent === 0 || exiting) return
    copy.saveAtOnce()
    event.preventDefault()
  })
  return () => void copy.save().then(() => {
    exiting = !copy.tabOnly
    location.reload()
  })
}

const place = document.getElementById("editor")
if (place) {
  const config = readConfig(document)
  place.classList.add("editor")
  void start(place, config, translator(config.messages, config.pageLanguage))
}
