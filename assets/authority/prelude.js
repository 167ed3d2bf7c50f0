// Runs before the bundle in goja, and only there: two faults of that engine that ProseMirror falls over.
(function () {
  // goja's own String.split gives extra empty pieces for a pattern that can match nothing, and ProseMirror splits content
  // expressions that way: "part_title block+" became "part_title" without any error. A replaced exec makes goja take the
  // slower way, which is right.
  var exec = RegExp.prototype.exec
  RegExp.prototype.exec = function (text) { return exec.call(this, text) }

  // goja's WeakMap keeps a value alive that refers to its own key, as ProseMirror's cache of resolved positions does:
  // every version of the document stayed in memory. A property of the key is freed with it.
  globalThis.WeakMap = function () {
    var slot = Symbol()
    this.get = function (key) { return key[slot] }
    this.set = function (key, value) { key[slot] = value; return this }
    this.has = function (key) { return slot in key }
    this.delete = function (key) { return delete key[slot] }
  }
})()
