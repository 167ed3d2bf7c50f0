package pdf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A node is a structure element (ISO 32000-1, 14.7.2).
type node struct {
	tag    string
	attr   string // inside of the attribute dictionary
	id     string
	alt    string
	lang   string // BCP 47; "" for that of the parent
	parent *node
	kids   []kid
	object int // set when written
}

// A kid is one of a node, marked content on a page, an annotation.
type kid struct {
	node  *node
	annot *annot
	page  int
	mcid  int
}

func (n *node) child(tag string) *node {
	c := &node{tag: tag, parent: n}
	n.kids = append(n.kids, kid{node: c})
	return c
}

// drop takes back a child that came out empty.
func (n *node) drop(c *node) {
	n.kids = slices.DeleteFunc(n.kids, func(k kid) bool { return k.node == c })
}

// writeStructure adds the structure tree to o and returns the object number of its root. owners are the elements of
// each page's marked content, by MCID; annotations take the parent keys after those of the pages.
func writeStructure(o *objects, root *node, owners [][]*node, annots []*annot) int {
	tree := o.reserve()
	root.reserve(o)
	w := structureWriter{objects: o}
	w.write(root, tree)

	var parents strings.Builder
	for page, nodes := range owners {
		fmt.Fprintf(&parents, "%d [", page)
		for _, n := range nodes {
			fmt.Fprintf(&parents, "%d 0 R ", n.object)
		}
		parents.WriteString("] ")
	}
	key := len(owners)
	for _, a := range annots {
		a.parentKey = key
		fmt.Fprintf(&parents, "%d %d 0 R ", key, a.node.object)
		key++
	}
	numbers := o.add("<</Nums [" + parents.String() + "]>>")
	body := fmt.Sprintf("<</Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d", root.object, numbers, key)
	if len(w.ids) > 0 {
		body += " /IDTree " + w.idTree()
	}
	o.set(tree, body+">>")
	return tree
}

func (n *node) reserve(o *objects) {
	n.object = o.reserve()
	for _, k := range n.kids {
		if k.node != nil {
			k.node.reserve(o)
		}
	}
}

type structureWriter struct {
	objects *objects
	ids     []identified
}

type identified struct {
	id     string
	object int
}

func (w *structureWriter) write(n *node, parent int) {
	b := make([]byte, 0, 96+24*len(n.kids))
	b = append(b, "<</Type /StructElem /S /"+n.tag+" /P "...)
	b = ref(b, parent)
	if n.alt != "" {
		b = append(b, " /Alt "+textString(n.alt)...)
	}
	if n.lang != "" {
		b = append(b, " /Lang "+textString(n.lang)...)
	}
	if n.attr != "" {
		b = append(b, " /A <<"+n.attr+">>"...)
	}
	if n.id != "" {
		b = append(b, " /ID ("+n.id+")"...)
		w.ids = append(w.ids, identified{n.id, n.object})
	}
	b = append(b, " /K ["...)
	for _, k := range n.kids {
		switch {
		case k.node != nil:
			b = append(ref(b, k.node.object), ' ')
			w.write(k.node, n.object)
		case k.annot != nil:
			b = ref(append(b, "<</Type /OBJR /Obj "...), k.annot.object)
			b = append(ref(append(b, " /Pg "...), pageObject(k.annot.page)), ">> "...)
		default:
			b = ref(append(b, "<</Type /MCR /Pg "...), pageObject(k.page))
			b = append(strconv.AppendInt(append(b, " /MCID "...), int64(k.mcid), 10), ">> "...)
		}
	}
	w.objects.set(n.object, string(append(b, "]>>"...)))
}

// idTree is a name tree: keys sorted, one leaf.
func (w *structureWriter) idTree() string {
	slices.SortFunc(w.ids, func(a, b identified) int { return strings.Compare(a.id, b.id) })
	var b strings.Builder
	for _, i := range w.ids {
		fmt.Fprintf(&b, "(%s) %d 0 R ", i.id, i.object)
	}
	leaf := w.objects.add(fmt.Sprintf("<</Limits [(%s) (%s)] /Names [%s]>>", w.ids[0].id, w.ids[len(w.ids)-1].id, b.String()))
	return fmt.Sprintf("<</Kids [%d 0 R]>>", leaf)
}

func ref(b []byte, object int) []byte {
	return append(strconv.AppendInt(b, int64(object), 10), " 0 R"...)
}
