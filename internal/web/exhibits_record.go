package web

import (
	"strings"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// exhibitsOfRecord are the record of a submission: empty, of many kinds, and broken.
func exhibitsOfRecord() []exhibit {
	page := func(change func(*recordData)) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			one := exhibitExample()
			team := exhibitTeam(one)
			d := recordData{
				one: one, people: team.people, members: team.members, filter: &recordFilter{}, state: store.RecordState{Whole: true},
			}
			change(&d)
			return s.recordPage(v, d)
		})
	}
	full := func(d *recordData) {
		who := d.people[0].User
		for i, kind := range upr.RecordKinds() {
			e := upr.RecordEntry{
				Number: int64(i + 1), At: exhibitTime().Add(time.Duration(i) * time.Minute), Kind: kind, By: who, Person: "gone",
				Organization: "gone", Ref: "1",
			}
			switch kind {
			case upr.RoleRecord, upr.InvitedRecord, upr.InvitationRenewedRecord, upr.InvitationWithdrawnRecord, upr.JoinedRecord:
				e.Value = string(upr.Editor)
			case upr.MemberRecord:
				e.Value = string(upr.OrganizationAdmin)
			case upr.AppearanceRecord:
				e.Value = string(upr.AcronymAppearance)
			case upr.SignedRecord:
				e.Value = string(upr.Endorsed)
			}
			d.entries = append(d.entries, store.KeptEntry{RecordEntry: e})
		}
		d.state.Length = int64(len(d.entries))
	}
	return []exhibit{
		{"empty", page(func(*recordData) {})},
		{"every kind", page(full)},
		{"broken, filtered, more before", page(func(d *recordData) {
			full(d)
			d.people[0].Name = strings.Repeat("Anna-Maria ", 8)
			d.entries = append(d.entries, d.entries...)
			d.filter, d.before = &recordFilter{Kind: string(upr.CreatedRecord), From: "2026-11-01"}, 90
			d.state = store.RecordState{Length: 90, Broken: 12}
		})},
	}
}
