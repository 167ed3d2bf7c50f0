package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"upright/internal/upr"
)

// TestRetention follows a submission from the administrator's rule over the warning to a coordinator who keeps it.
func TestRetention(t *testing.T) {
	d := newDesk(t)
	path := "/submissions/" + string(d.id)
	sweep := func(after time.Duration) {
		t.Helper()
		over := func(int) time.Time { return time.Now().AddDate(-2, 0, 0) }
		if err := d.Store.SweepRetention(t.Context(), time.Now().Add(after), over); err != nil {
			t.Fatal(err)
		}
	}
	reader, ada := d.given(t, "Rea", "reader", nil), d.enter(t, "ada@example.org")

	wrong := ada.post("/administration/keeping", "days", "0", "months", "121").want(http.StatusUnprocessableEntity)
	if said := wrong.text("main"); !strings.Contains(said, "from 1 to 90") || !strings.Contains(said, "from 1 to 120") {
		t.Errorf("numbers out of bounds: %q", said)
	}
	if got := attribute(wrong.find("input", "name", "months")[0], "value"); got != "121" {
		t.Errorf("what was typed came back as %q", got)
	}
	ada.post("/administration/keeping", "days", "", "months", "soon").want(http.StatusUnprocessableEntity)
	ada.follow(ada.post("/administration/keeping", "days", "3", "months", "12"), "/administration/keeping")
	if said := d.grace.get(path + "/delete").text("main"); !strings.Contains(said, "after 3 days") {
		t.Errorf("how long a deletion waits: %q", said)
	}
	if said := reader.get(path + "/retention").want(http.StatusOK).text("main"); !strings.Contains(said, "not about to be deleted") || !strings.Contains(said, "12 months") {
		t.Errorf("before the warning: %q", said)
	}

	sweep(0)
	for _, page := range []string{path, "/", path + "/retention"} {
		for name, b := range map[string]*browser{"a coordinator": d.grace, "a reader": reader} {
			if said := b.get(page).want(http.StatusOK).text("main"); !strings.Contains(said, "will be deleted on") {
				t.Errorf("%s does not warn %s: %q", page, name, said)
			}
		}
	}
	if said := ada.get("/").want(http.StatusOK).text("main"); strings.Contains(said, "will be deleted") {
		t.Errorf("somebody who may not read it is told: %q", said)
	}
	if n := len(reader.get(path+"/retention").find("textarea", "name", "reason")); n != 0 {
		t.Error("a reader is asked for a reason")
	}
	d.grace.post(path+"/retention", "months", "5", "reason", "").want(http.StatusUnprocessableEntity)
	long := d.grace.post(path+"/retention", "months", "6", "reason", strings.Repeat("ж", upr.MaxExtensionReason+1)).want(http.StatusUnprocessableEntity)
	if said := long.text("main"); !strings.Contains(said, "500 characters") {
		t.Errorf("a reason that is too long: %q", said)
	}
	d.grace.follow(d.grace.post(path+"/retention", "months", "6", "reason", "The follow-up is due."), path+"/retention")
	d.grace.post(path+"/retention", "months", "6", "reason", "Twice.").want(http.StatusConflict)
	said := reader.get(path + "/retention").text("main")
	if !strings.Contains(said, "The follow-up is due.") || !strings.Contains(said, "is kept until") || strings.Contains(said, "Twice") {
		t.Errorf("after it was kept: %q", said)
	}
	if said := d.grace.get(path + "/record").text("tbody"); !strings.Contains(said, "Kept longer") || !strings.Contains(said, "Warned of the end") {
		t.Errorf("the record shows %q", said)
	}
	if said := reader.get("/news").text("main"); !strings.Contains(said, "stays") {
		t.Errorf("the news show %q", said)
	}

	for days := range 20 { // warned again, and a server that runs all the time
		sweep(time.Duration(250+2*days) * 24 * time.Hour)
	}
	d.grace.get(path).want(http.StatusNotFound)
	if left := d.grace.get("/").want(http.StatusOK).text("main"); strings.Contains(left, "will be deleted") {
		t.Errorf("what is gone is still listed: %q", left)
	}
}
