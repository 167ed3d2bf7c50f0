package store_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// An act is something that the record tells of. It can be tried again with the same words after it was refused.
type act struct {
	kind upr.RecordKind
	do   func() error
}

// recordedElsewhere are the kinds that TestActsAreKeptWithTheirRecord does not do, with where they are held to the same.
func recordedElsewhere() map[upr.RecordKind]string {
	const (
		nothing = "nothing else is changed"
		passage = "two submissions at once: related_test.go"
		rules   = "needs versions of rule sets: the same helper, answerRules"
	)
	return map[upr.RecordKind]string{
		upr.DownloadedRecord: nothing, upr.RecordTakenRecord: nothing,
		upr.RestoredRecord: "made by the editing authority: TestRestoreIsRecordedWithTheText in package collab",
		upr.RelatedRecord:  passage, upr.UnrelatedRecord: passage, upr.TakenOverRecord: passage, upr.TakenAgainRecord: passage,
		upr.LeftAsItIsRecord: passage, upr.GivenRecord: passage, upr.RulesTakenRecord: rules, upr.RulesLeftRecord: rules,
		upr.DeadlineMovedRecord: "TestFollowDeadlines", upr.RetentionMovedRecord: "the same statement as the two around it",
	}
}

// acts are one act of each kind, each possible after those before it.
func (k *keeping) acts() []act {
	ctx, t := k.t.Context(), k.t
	cy, dan := addUser(t, k.Store, "cy@example.org", false), addUser(t, k.Store, "dan@example.org", false)
	third := addOrganization(t, k.Store, k.anna, "Third")
	given := upr.Submission{Details: someDetails(), RuleSet: "cycle-4", Organizations: []upr.Organization{{Name: "Identity Now"}}}
	comment := newComment("Who said so?")
	consent := aCase("Case 7")
	var invitation string
	var assignment upr.AssignmentID
	var link upr.LinkID
	invite := func() (err error) {
		invitation, err = k.InvitePerson(ctx, k.anna, store.NewPeopleInvitation{
			TokenHash: bytesOf(101), Submission: k.id, Organization: k.lead, Role: string(upr.Editor),
			Created: time.Now(), Expires: time.Now().Add(time.Hour),
		})
		return err
	}
	signed := upr.HandedIn{At: time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC), Confirmation: "Number 7"}
	over := func(ago int) func(int) time.Time {
		return func(int) time.Time { return k.now.AddDate(0, 0, -ago) }
	}
	return []act{
		{upr.CreatedRecord, func() error {
			_, err := k.CreateSubmission(ctx, k.anna, k.lead, someDetails(), "cycle-4", []byte(emptyText))
			return err
		}},
		{upr.ImportedRecord, func() error {
			_, err := k.TakeSubmission(ctx, k.anna, "", &given, []byte(emptyText))
			return err
		}},
		{upr.DetailsRecord, func() error {
			_, err := k.UpdateDetails(ctx, k.anna, k.id, 1, someDetails(), "cycle-4")
			return err
		}},
		{upr.InvitedRecord, invite},
		{upr.InvitationRenewedRecord, func() error {
			_, err := k.RenewPeopleInvitation(ctx, k.anna, invitation, bytesOf(102), time.Now(), time.Now().Add(time.Hour))
			return err
		}},
		{upr.JoinedRecord, func() error {
			_, err := k.Join(ctx, cy, bytesOf(102), time.Now(), store.Joining{})
			return err
		}},
		{upr.RoleRecord, func() error {
			return k.SetPerson(ctx, k.anna, k.id, cy.User, store.PersonChange{Role: upr.Reader})
		}},
		{upr.LeftRecord, func() error { return k.EndPerson(ctx, k.anna, k.id, cy.User) }},
		{upr.MemberRecord, func() error { return k.AddMember(ctx, k.anna, k.lead, dan.User, upr.Member) }},
		{upr.OrganizationJoinedRecord, func() error { return k.JoinOrganization(ctx, k.anna, k.id, third) }},
		{upr.OrganizationMovedRecord, func() error { return k.MoveOrganization(ctx, k.anna, k.id, third, true) }},
		{upr.AppearanceRecord, func() error {
			return k.SetAppearance(ctx, k.anna, k.id, third, upr.RepresentedAppearance, k.lead)
		}},
		{upr.LeadRecord, func() error { return k.HandOver(ctx, k.anna, k.id, k.member) }},
		{upr.LeadRecord, func() error { return k.HandOver(ctx, k.ben, k.id, k.lead) }},
		{upr.OrganizationLeftRecord, func() error { return k.RemoveOrganization(ctx, k.anna, k.id, third) }},
		{upr.RevisionRecord, func() error {
			_, err := k.AddRevision(ctx, k.anna, k.id, 0, "First", [32]byte{1})
			return err
		}},
		{upr.LockedRecord, func() error { return k.LockPart(ctx, k.anna, k.id, "part") }},
		{upr.UnlockedRecord, func() error { return k.UnlockPart(ctx, k.anna, k.id, "part") }},
		{upr.ReadyRecord, func() error { return k.SetReady(ctx, k.anna, k.id, "part", true) }},
		{upr.UnreadyRecord, func() error { return k.SetReady(ctx, k.anna, k.id, "part", false) }},
		{upr.AssignedRecord, func() (err error) {
			assignment, err = k.Assign(ctx, k.anna, k.id, upr.Assignment{Block: "block", User: dan.User})
			return err
		}},
		{upr.AssignmentDoneRecord, func() error { return k.FinishAssignment(ctx, k.anna, k.id, assignment, true) }},
		{upr.AssignmentOpenRecord, func() error { return k.FinishAssignment(ctx, k.anna, k.id, assignment, false) }},
		{upr.UnassignedRecord, func() error { return k.RemoveAssignment(ctx, k.anna, k.id, assignment) }},
		{"", func() error { return k.StartThread(ctx, k.ben, k.id, comment, onWords()) }},
		{upr.CommentDeletedRecord, func() error { return k.DeleteComment(ctx, k.anna, k.id, comment.Thread, comment.ID) }},
		{upr.TickedRecord, func() error { return k.TickRule(ctx, k.anna, k.id, "rule", [32]byte{1}) }},
		{upr.UntickedRecord, func() error { return k.UntickRule(ctx, k.anna, k.id, "rule") }},
		{upr.ConsentKeptRecord, func() error {
			consent = aCase("Case 7")
			return k.SaveConsent(ctx, k.anna, k.id, consent)
		}},
		{upr.ConsentSeenRecord, func() error { return k.SeeConsent(ctx, dan, k.id, consent.ID, 1) }},
		{upr.ConsentRemovedRecord, func() error { return k.RemoveConsent(ctx, k.anna, k.id, consent.ID, 1) }},
		{upr.NamingConfirmedRecord, func() error { return k.ConfirmNaming(ctx, k.anna, k.id, 0) }},
		{upr.LinkMadeRecord, func() (err error) {
			link, err = k.CreateLink(ctx, k.anna, upr.NewReaderLink{Submission: k.id, Kind: upr.ReadLink, Label: "A"}, bytesOf(103), "")
			return err
		}},
		{upr.LinkWithdrawnRecord, func() error { return k.WithdrawLink(ctx, k.anna, k.id, link) }},
		{upr.InvitedRecord, func() error {
			k.links += 10
			_, err := k.InvitePerson(ctx, k.anna, store.NewPeopleInvitation{
				TokenHash: bytesOf(byte(110 + k.links)), Submission: k.id, Organization: k.lead, Role: string(upr.Reader),
				Created: time.Now(), Expires: time.Now().Add(time.Hour),
			})
			return err
		}},
		{upr.InvitationWithdrawnRecord, func() error {
			list, err := k.PeopleInvitations(ctx, k.anna, k.id, time.Now())
			if err != nil {
				return err
			}
			_, err = k.WithdrawPeopleInvitation(ctx, k.anna, list[0].ID, time.Now())
			return err
		}},
		{upr.SignoffAskedRecord, func() error {
			_, err := k.ask(k.anna, 0, 0, false)
			return err
		}},
		{upr.SignedRecord, func() error { return k.sign(k.ben, k.member, k.signing().Request.Revision.Number, upr.Endorsed) }},
		{upr.SignedRecord, func() error { return k.sign(k.anna, k.lead, k.signing().Request.Revision.Number, upr.Endorsed) }},
		{upr.FinalRecord, func() error { return k.finish(0) }},
		{upr.HandedInRecord, func() error {
			return k.HandIn(ctx, k.anna, k.id, k.signing().Final.Revision.Number, signed, nil)
		}},
		{upr.ReopenedRecord, func() error { return k.Reopen(ctx, k.anna, k.id, k.signing().Final.Revision.Number) }},
		{upr.DeletionAskedRecord, func() error {
			_, err := k.DeleteSubmission(ctx, k.anna, k.id, time.Now())
			return err
		}},
		{upr.DeletionCalledOffRecord, func() error { return k.CallOffDeletion(ctx, k.anna, k.id) }},
		{upr.RetentionWarnedRecord, func() error { return k.SweepRetention(ctx, k.now, over(200)) }},
		{upr.RetentionTakenRecord, func() error { return k.SweepRetention(ctx, k.now, over(0)) }},
		{upr.RetentionWarnedRecord, func() error { return k.SweepRetention(ctx, k.now, over(200)) }},
		{upr.ExtendedRecord, func() error { return k.Extend(ctx, k.anna, k.id, 3, "We need it.", k.now) }},
	}
}

// bytesOf is a hash that nobody else has.
func bytesOf(n byte) []byte { return slices.Repeat([]byte{n}, 32) }

// TestActsAreKeptWithTheirRecord does each act first while the record takes no entry: then nothing of it may be kept. A kind
// of entry without an act here fails.
func TestActsAreKeptWithTheirRecord(t *testing.T) {
	k := newKeeping(t)
	k.exec(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record is full'; END $$`)
	tried := recordedElsewhere()
	for i, act := range k.acts() {
		if act.kind != "" {
			before := k.everything()
			k.exec(`CREATE TRIGGER full_record BEFORE INSERT ON record_entries FOR EACH ROW EXECUTE FUNCTION refuse()`)
			if err := act.do(); err == nil {
				t.Errorf("%d, %s: it is not recorded, or its error is not heard", i, act.kind)
			}
			k.exec(`DROP TRIGGER full_record ON record_entries`)
			for table, sum := range k.everything() {
				if before[table] != sum {
					t.Errorf("%d, %s: without its record, it changed %s", i, act.kind, table)
				}
			}
		}
		if err := act.do(); err != nil {
			t.Fatalf("%d, %s: %v", i, act.kind, err)
		}
		var last upr.RecordKind
		if err := k.db.QueryRowContext(t.Context(), `SELECT kind FROM record_entries ORDER BY at DESC, number DESC LIMIT 1`).Scan(&last); err != nil {
			t.Fatal(err)
		}
		if act.kind != "" && last != act.kind {
			t.Errorf("%d, %s: the last entry is %s", i, act.kind, last)
		}
		tried[act.kind] = "here"
	}
	for _, kind := range upr.RecordKinds() {
		if tried[kind] == "" {
			t.Errorf("no act is recorded as %s here", kind)
		}
	}
}

// everything is a sum of each table, by its name.
func (k *keeping) everything() map[string]string {
	k.t.Helper()
	sums := make(map[string]string)
	rows, err := k.db.QueryContext(k.t.Context(), `
		SELECT relname, (xpath('//s/text()', query_to_xml(
			'SELECT coalesce(md5(string_agg(md5(t::text), '''' ORDER BY md5(t::text))), ''none'') AS s FROM ' || quote_ident(relname) || ' t',
			false, true, '')))[1]::text
		FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`)
	if err != nil {
		k.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, sum string
		if err := rows.Scan(&name, &sum); err != nil {
			k.t.Fatal(err)
		}
		sums[name] = sum
	}
	if err := rows.Err(); err != nil || len(sums) < 30 {
		k.t.Fatalf("sums of %v, %v", slices.Sorted(maps.Keys(sums)), err)
	}
	return sums
}
