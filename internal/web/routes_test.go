package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

// byVisitor are the statuses that a route answers, by who asks: nobody, somebody without any organization, the person whose organization it
// is, the administrator of the installation.
type byVisitor [4]int

// TestRights asks every route as each kind of visitor. A route of the table without a line here fails.
func TestRights(t *testing.T) {
	const ok, refused, away, none, no, signedOut = 200, 422, 303, 404, 403, 401
	want := map[string]byVisitor{
		"GET /healthz":      {ok, ok, ok, ok},
		"GET /readyz":       {ok, ok, ok, ok},
		"GET /assets/:name": {none, none, none, none}, // the name in the address is made up
		"GET /help":         {ok, ok, ok, ok},
		"POST /language":    {refused, refused, refused, refused},
		"POST /exit":        {ok, ok, ok, ok},

		"GET /set-up/:token":       {none, none, none, none},
		"POST /set-up/:token":      {refused, refused, refused, refused},
		"GET /sign-in":             {ok, away, away, away},
		"POST /sign-in":            {refused, refused, refused, refused},
		"POST /sign-out":           {away, away, away, away},
		"GET /register":            {no, no, no, no},
		"POST /register":           {refused, refused, refused, refused},
		"GET /invitations/:token":  {none, none, none, none},
		"POST /invitations/:token": {none, none, none, none},
		"GET /join/:token":         {none, none, none, none},
		"POST /join/:token":        {none, none, none, none},
		"GET /forgotten":           {ok, ok, ok, ok},
		"POST /forgotten":          {refused, refused, refused, refused},
		"GET /reset/:token":        {none, none, none, none},
		"POST /reset/:token":       {refused, refused, refused, refused},

		"GET /links/:token":           {none, none, none, none}, // TestLink has one that is there
		"POST /links/:token":          {none, none, none, none},
		"GET /links/:token/text":      {none, none, none, none},
		"GET /links/:token/pdf":       {none, none, none, none},
		"GET /links/:token/state":     {none, none, none, none},
		"POST /links/:token/comments": {none, none, none, none},
		"POST /links/:token/close":    {none, none, none, none},

		"POST /links/:token/comments/:thread/:comment":        {none, none, none, none},
		"POST /links/:token/comments/:thread/:comment/delete": {none, none, none, none},

		"GET /":                             {away, ok, ok, ok},
		"GET /account":                      {away, ok, ok, ok},
		"POST /account":                     {away, refused, refused, refused},
		"POST /account/password":            {away, refused, refused, refused},
		"POST /account/sign-out-everywhere": {away, away, away, away},

		"GET /news":                              {away, ok, ok, ok},
		"GET /news/count":                        {signedOut, ok, ok, ok},
		"GET /news/:notice":                      {away, none, none, none},
		"POST /news/read":                        {away, away, away, away},
		"GET /account/news":                      {away, ok, ok, ok},
		"POST /account/news":                     {away, refused, refused, refused},
		"GET /unsubscribe/:token":                {none, none, none, none},
		"POST /unsubscribe/:token":               {none, none, none, none},
		"POST /account/calendar":                 {away, 201, 201, 201},
		"POST /account/calendar/end":             {away, away, away, away},
		"GET /calendar/:token":                   {none, none, none, none},
		"GET /submissions/:submission/calendar":  {away, none, none, none}, // TestCalendar has one that is there
		"GET /administration/mails":              {away, no, no, ok},
		"POST /administration/mails/:mail/retry": {away, no, no, none},

		"GET /states":                                   {away, ok, ok, ok},
		"GET /states/:state":                            {away, none, none, none}, // TestState has one that is there
		"GET /administration/log":                       {away, no, no, ok},
		"GET /administration/calendar":                  {away, no, no, ok},
		"POST /administration/calendar":                 {away, no, no, refused},
		"POST /administration/calendar/upload":          {away, no, no, refused},
		"POST /administration/calendar/:entry/remove":   {away, no, no, none},
		"GET /administration/calendar/changes/:change":  {away, no, no, none},
		"POST /administration/calendar/changes/:change": {away, no, no, refused},

		"GET /organizations/new":                                               {away, ok, ok, ok},
		"POST /organizations/new":                                              {away, refused, refused, refused},
		"GET /organizations/:organization":                                     {away, none, ok, none},
		"POST /organizations/:organization":                                    {away, none, refused, none},
		"GET /organizations/:organization/logo":                                {away, none, none, none},
		"POST /organizations/:organization/logo":                               {away, none, refused, none},
		"POST /organizations/:organization/logo/remove":                        {away, none, away, none},
		"GET /organizations/:organization/members":                             {away, none, ok, none},
		"POST /organizations/:organization/members":                            {away, none, refused, none},
		"POST /organizations/:organization/members/:person":                    {away, none, refused, none},
		"GET /organizations/:organization/members/:person/remove":              {away, none, none, none}, // nobody of that name
		"POST /organizations/:organization/members/:person/remove":             {away, none, none, none},
		"POST /organizations/:organization/invitations/:invitation/renew":      {away, none, none, none},
		"POST /organizations/:organization/invitations/:invitation/withdraw":   {away, none, none, none},
		"GET /submissions/:submission/people":                                  {away, none, none, none}, // TestRightsInSubmission
		"GET /submissions/:submission/people/invite":                           {away, none, none, none},
		"POST /submissions/:submission/people/invite":                          {away, none, none, none},
		"GET /submissions/:submission/people/:person":                          {away, none, none, none},
		"POST /submissions/:submission/people/:person":                         {away, none, none, none},
		"GET /submissions/:submission/people/:person/remove":                   {away, none, none, none},
		"POST /submissions/:submission/people/:person/remove":                  {away, none, none, none},
		"POST /submissions/:submission/pseudonym":                              {away, none, none, none},
		"POST /submissions/:submission/invitations/:invitation/renew":          {away, none, none, none},
		"POST /submissions/:submission/invitations/:invitation/withdraw":       {away, none, none, none},
		"POST /submissions/:submission/organizations":                          {away, none, none, none},
		"POST /submissions/:submission/organizations/:organization/move":       {away, none, none, none},
		"GET /submissions/:submission/organizations/:organization/lead":        {away, none, none, none},
		"POST /submissions/:submission/organizations/:organization/lead":       {away, none, none, none},
		"GET /submissions/:submission/organizations/:organization/remove":      {away, none, none, none},
		"POST /submissions/:submission/organizations/:organization/remove":     {away, none, none, none},
		"GET /submissions/:submission/organizations/:organization/appearance":  {away, none, none, none},
		"POST /submissions/:submission/organizations/:organization/appearance": {away, none, none, none},
		"GET /submissions/new":                                                 {away, away, ok, away},
		"POST /submissions/new":                                                {away, refused, refused, refused},
		"GET /submissions/import":                                              {away, ok, ok, ok},
		"POST /submissions/import":                                             {away, refused, refused, refused},
		"POST /organizations/:organization/submissions":                        {away, none, refused, none},
		"GET /submissions/:submission":                                         {away, none, none, none}, // TestSubmission has one that is there
		"GET /submissions/:submission/details":                                 {away, none, none, none},
		"POST /submissions/:submission/details":                                {away, none, none, none},
		"GET /submissions/:submission/write":                                   {away, none, none, none},
		"GET /submissions/:submission/read":                                    {away, none, none, none},
		"GET /submissions/:submission/history":                                 {away, none, none, none}, // TestHistory has one that is there
		"GET /submissions/:submission/history/:version":                        {away, none, none, none},
		"POST /submissions/:submission/history/:version/name":                  {away, none, none, none},
		"GET /submissions/:submission/history/:version/restore":                {away, none, none, none},
		"POST /submissions/:submission/history/:version/restore":               {away, none, none, none},
		"GET /submissions/:submission/compare":                                 {away, none, none, none},
		"GET /submissions/:submission/signoff":                                 {away, none, none, none},
		"GET /submissions/:submission/signoff/ask":                             {away, none, none, none},
		"POST /submissions/:submission/signoff/ask":                            {away, none, none, none},
		"GET /submissions/:submission/signoff/final":                           {away, none, none, none},
		"POST /submissions/:submission/signoff/final":                          {away, none, none, none},
		"GET /submissions/:submission/signoff/reopen":                          {away, none, none, none},
		"POST /submissions/:submission/signoff/reopen":                         {away, none, none, none},
		"GET /submissions/:submission/signoff/handed-in":                       {away, none, none, none},
		"POST /submissions/:submission/signoff/handed-in":                      {away, none, none, none},
		"GET /submissions/:submission/signoff/:organization":                   {away, none, none, none},
		"POST /submissions/:submission/signoff/:organization":                  {away, none, none, none},
		"GET /submissions/:submission/revisions/:revision/files/:format":       {away, none, none, none},
		"GET /submissions/:submission/revisions/:revision/receipt":             {away, none, none, none},
		"GET /submissions/:submission/compare/:format":                         {away, none, none, none},
		"GET /submissions/:submission/parts/:part":                             {away, none, none, none},
		"POST /submissions/:submission/parts/:part":                            {away, none, none, none},
		"POST /submissions/:submission/parts/:part/ready":                      {away, none, none, none},
		"GET /submissions/:submission/check":                                   {away, none, none, none},
		"GET /submissions/:submission/rules":                                   {away, none, none, none},
		"POST /submissions/:submission/rules":                                  {away, none, none, none},
		"POST /submissions/:submission/checklist/:rule":                        {away, none, none, none},
		"GET /submissions/:submission/findings":                                {signedOut, none, none, none},
		"GET /submissions/:submission/answers":                                 {away, none, none, none},
		"GET /submissions/:submission/files/:format":                           {away, none, none, none},
		"GET /submissions/:submission/preview":                                 {signedOut, none, none, none}, // TestPreview has one that is there
		"GET /submissions/:submission/preview/pictures/:picture":               {away, none, none, none},
		"GET /preview/glyphs/:fonts":                                           {signedOut, none, none, none}, // fonts of another build
		"GET /submissions/:submission/delete":                                  {away, none, none, none},
		"POST /submissions/:submission/delete":                                 {away, none, none, none},
		"POST /submissions/:submission/delete/call-off":                        {away, none, none, none},
		"GET /submissions/:submission/retention":                               {away, none, none, none}, // TestRightsInSubmission
		"POST /submissions/:submission/retention":                              {away, none, none, none},
		"GET /submissions/:submission/consents":                                {away, none, none, none}, // TestConsents has one that is there
		"GET /submissions/:submission/consents/:consent":                       {away, none, none, none},
		"POST /submissions/:submission/consents/:consent":                      {away, none, none, none},
		"POST /submissions/:submission/consents/:consent/seen":                 {away, none, none, none},
		"GET /submissions/:submission/consents/:consent/remove":                {away, none, none, none},
		"POST /submissions/:submission/consents/:consent/remove":               {away, none, none, none},
		"POST /submissions/:submission/naming":                                 {away, none, none, none},
		"GET /submissions/:submission/links":                                   {away, none, none, none}, // TestRightsInSubmission
		"POST /submissions/:submission/links":                                  {away, none, none, none},
		"POST /submissions/:submission/links/:link/withdraw":                   {away, none, none, none},
		"GET /submissions/:submission/text":                                    {signedOut, none, none, none}, // TestText has one that is there
		"GET /submissions/:submission/text/rights":                             {signedOut, none, none, none},
		"POST /submissions/:submission/text/commits":                           {signedOut, none, none, none},
		"GET /submissions/:submission/text/events":                             {signedOut, none, none, none},
		"POST /submissions/:submission/text/presence":                          {signedOut, none, none, none}, // TestPresence has one that is there
		"GET /submissions/:submission/text/authors":                            {signedOut, none, none, none},
		"GET /submissions/:submission/text/team":                               {signedOut, none, none, none},
		"GET /submissions/:submission/word":                                    {away, none, none, none}, // TestWord has one that is there
		"POST /submissions/:submission/word":                                   {away, none, none, none},
		"GET /submissions/:submission/word/:import":                            {away, none, none, none},
		"POST /submissions/:submission/word/:import":                           {away, none, none, none},
		"GET /submissions/:submission/previous":                                {away, none, none, none}, // TestPrevious has one that is there
		"POST /submissions/:submission/previous":                               {away, none, none, none},
		"GET /submissions/:submission/previous/import":                         {away, none, none, none},
		"POST /submissions/:submission/previous/import":                        {away, none, none, none},
		"GET /submissions/:submission/previous/import/:import":                 {away, none, none, none},
		"POST /submissions/:submission/previous/import/:import":                {away, none, none, none},
		"POST /submissions/:submission/previous/import/:import/columns":        {away, none, none, none},
		"GET /submissions/:submission/previous/list":                           {signedOut, none, none, none},
		"POST /submissions/:submission/previous/links":                         {signedOut, none, none, none},
		"GET /submissions/:submission/authors":                                 {away, none, none, none}, // TestAuthorsPage has one that is there
		"GET /submissions/:submission/record":                                  {away, none, none, none},
		"GET /submissions/:submission/record/:format":                          {away, none, none, none},
		"GET /submissions/:submission/assignments":                             {away, none, none, none}, // TestAssignments has one that is there
		"POST /submissions/:submission/assignments":                            {away, none, none, none},
		"POST /submissions/:submission/assignments/:assignment/done":           {away, none, none, none},
		"POST /submissions/:submission/assignments/:assignment/remove":         {away, none, none, none},
		"POST /submissions/:submission/parts/:part/lock":                       {away, none, none, none},
		"GET /submissions/:submission/related":                                 {away, none, none, none}, // TestRelated has one that is there
		"POST /submissions/:submission/related":                                {away, none, none, none},
		"POST /submissions/:submission/related/:relation/end":                  {away, none, none, none},
		"GET /submissions/:submission/related/state":                           {signedOut, none, none, none},
		"GET /submissions/:submission/related/text/:other":                     {signedOut, none, none, none},
		"POST /submissions/:submission/related/passages":                       {signedOut, none, none, none},
		"POST /submissions/:submission/related/passages/:passage":              {signedOut, none, none, none},
		"POST /submissions/:submission/related/passages/:passage/leave":        {away, none, none, none},
		"GET /submissions/:submission/solidarity":                              {away, none, none, none}, // TestSolidarity has one that is there
		"GET /submissions/:submission/solidarity/grid":                         {away, none, none, none},
		"GET /submissions/:submission/solidarity/questions/:question":          {away, none, none, none},
		"POST /submissions/:submission/solidarity/questions/:question":         {away, none, none, none},
		"GET /submissions/:submission/solidarity/entries/:entry":               {away, none, none, none},
		"POST /submissions/:submission/solidarity/entries/:entry":              {away, none, none, none},
		"POST /submissions/:submission/solidarity/entries/:entry/move":         {away, none, none, none},
		"POST /submissions/:submission/solidarity/entries/:entry/remove":       {away, none, none, none},
		"GET /submissions/:submission/solidarity/text":                         {away, none, none, none},
		"POST /submissions/:submission/solidarity/text":                        {away, none, none, none},
		"GET /submissions/:submission/solidarity/matrix":                       {signedOut, none, none, none},
		"POST /submissions/:submission/solidarity/links":                       {signedOut, none, none, none},
		"POST /submissions/:submission/read/comments":                          {away, none, none, none},
		"POST /submissions/:submission/read/comments/:thread":                  {away, none, none, none},
		"POST /submissions/:submission/mentions":                               {away, none, none, none},
		"GET /submissions/:submission/comments":                                {signedOut, none, none, none}, // TestComments has one that is there
		"POST /submissions/:submission/comments":                               {signedOut, none, none, none},
		"POST /submissions/:submission/comments/:thread":                       {signedOut, none, none, none},
		"POST /submissions/:submission/comments/:thread/state":                 {signedOut, none, none, none},
		"POST /submissions/:submission/comments/:thread/seen":                  {signedOut, none, none, none},
		"POST /submissions/:submission/comments/:thread/:comment":              {signedOut, none, none, none},
		"POST /submissions/:submission/comments/:thread/:comment/delete":       {signedOut, none, none, none},
		"GET /administration/keeping":                                          {away, no, no, ok},
		"POST /administration/keeping":                                         {away, no, no, refused},
		"GET /administration/rules":                                            {away, no, no, ok},
		"POST /administration/rules":                                           {away, no, no, refused},
		"GET /administration/rules/:set":                                       {away, no, no, none},
		"GET /administration/rules/:set/rules/:rule":                           {away, no, no, none}, // TestRuleSets has one that is there
		"POST /administration/rules/:set/rules/:rule":                          {away, no, no, refused},
		"GET /administration/rules/:set/versions/:version":                     {away, no, no, none},
		"POST /administration/rules/:set/versions/:version":                    {away, no, no, none},
		"GET /administration/rules/:set/versions/:version/file":                {away, no, no, none},
		"GET /administration":                                                  {away, no, no, ok},
		"POST /administration/registration":                                    {away, no, no, refused},
		"POST /administration/invitations":                                     {away, no, no, 201},
		"POST /administration/invitations/:invitation/renew":                   {away, no, no, none},
		"POST /administration/invitations/:invitation/withdraw":                {away, no, no, none},
	}
	s := newEditorSite(t, time.Now)
	s.administrator(t)
	owner := s.person(t, "Grace")
	organization := strings.TrimPrefix(owner.organization("Example Association"), "/organizations/")
	s.person(t, "Eve")
	enter := func(email string) *browser {
		b := s.browser(t)
		b.post("/sign-in", "email", email, "password", password).want(http.StatusSeeOther)
		return b
	}
	visitors := []func() *browser{
		func() *browser { return s.browser(t) },
		func() *browser { return enter("eve@example.org") },
		func() *browser { return enter("grace@example.org") },
		func() *browser { return enter("ada@example.org") },
	}
	tested := make(map[string]bool)
	browsers := make([]*browser, len(visitors))
	for _, r := range s.routes() {
		name := r.method + " " + r.path
		tested[name] = true
		line, ok := want[name]
		if !ok {
			t.Errorf("%s has no line in this test", name)
			continue
		}
		path := fill(r.path, organization)
		for i := range visitors {
			if browsers[i] == nil || browsers[i].get("/account").Status != http.StatusOK {
				browsers[i] = visitors[i]() // signed out by the route before
			}
			if got := browsers[i].send(r.method, path, "", "Content-Type", "application/x-www-form-urlencoded").Status; got != line[i] {
				t.Errorf("%s answers visitor %d with %d, want %d", name, i, got, line[i])
			}
		}
	}
	for name := range want {
		if !tested[name] {
			t.Errorf("%s is in this test but not in the table of routes", name)
		}
	}
}

// fill puts something in the places of a path.
func fill(path, organization string) string {
	return strings.NewReplacer(":organization", organization, ":submission", "made-up", ":token", "made-up", ":name", "app.css", ":invitation", "made-up", ":person", "made-up").
		Replace(path)
}

// TestHeaders are on every answer of every route, errors included.
func TestHeaders(t *testing.T) {
	s := newSite(t, func(c *Config) { c.BaseURL = &url.URL{Scheme: "https", Host: "upright.test"} })
	want := map[string]string{
		"Content-Security-Policy":      contentSecurityPolicy,
		"Permissions-Policy":           permissionsPolicy,
		"Referrer-Policy":              "no-referrer",
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
		"X-Robots-Tag":                 "noindex, nofollow, noarchive",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Embedder-Policy": "require-corp",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Cache-Control":                "no-store",
		"Strict-Transport-Security":    "max-age=63072000; includeSubDomains",
	}
	b := s.browser(t)
	for _, r := range append(s.routes(), route{method: "GET", path: "/nowhere"}, route{method: "DELETE", path: "/"}) {
		reply := b.send(r.method, fill(r.path, "made-up"), "")
		for key, value := range want {
			if got := reply.Header.Get(key); got != value {
				t.Errorf("%s %s: %s is %q", r.method, r.path, key, got)
			}
		}
		if reply.Header.Get(echo.HeaderXRequestID) == "" {
			t.Errorf("%s %s has no request id", r.method, r.path)
		}
	}
	built := b.get("/assets/app-0123456789abcdef.css").want(http.StatusOK)
	if got := built.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("a built file is kept for %q", got)
	}
	for _, hidden := range []string{"authority.js", "manifest.json", "README"} {
		b.get("/assets/" + hidden).want(http.StatusNotFound)
	}
}

// TestCrossSite refuses what another site's page makes a browser send, also to a signed-in person's.
func TestCrossSite(t *testing.T) {
	s := newSite(t)
	b := s.administrator(t)
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "same-site"},
		{"Origin", "https://evil.example"},
	} {
		r := b.send(http.MethodPost, "/sign-out", "", headers...).want(http.StatusForbidden)
		if !strings.Contains(r.text("main"), "another website") {
			t.Errorf("%v: page says %q", headers, r.text("main"))
		}
	}
	b.get("/account").want(http.StatusOK)
	// Behind a proxy that changes Host the browser still names the address that people see.
	b.send(http.MethodPost, "/sign-out", "", "Origin", "http://upright.test").want(http.StatusSeeOther)
}

// TestErrors are pages for people and JSON for programs, and tell nobody what went wrong inside.
func TestErrors(t *testing.T) {
	s := newSite(t)
	b := s.browser(t)
	page := b.get("/nowhere").want(http.StatusNotFound)
	checkPage(t, page, "en")
	if !strings.Contains(page.text("main"), page.Header.Get(echo.HeaderXRequestID)) {
		t.Error("the page does not name the request")
	}
	program := b.get("/nowhere", "Accept", "application/json").want(http.StatusNotFound)
	if !strings.Contains(program.Body, `"kind":"not-found"`) {
		t.Errorf("JSON says %s", program.Body)
	}
	s.echo.GET("/panics", func(echo.Context) error { panic("a secret of the code") })
	s.echo.GET("/fails", func(echo.Context) error { return errors.New("a secret of the database") })
	for _, path := range []string{"/panics", "/fails"} {
		if r := b.get(path).want(http.StatusInternalServerError); strings.Contains(r.Body, "secret") {
			t.Errorf("%s shows its cause:\n%s", path, r.Body)
		}
	}
	b.send(http.MethodPost, "/sign-in", strings.Repeat("a", 2<<20), "Content-Type", "application/x-www-form-urlencoded").
		want(http.StatusRequestEntityTooLarge)
	b.send(http.MethodHead, "/nowhere", "").want(http.StatusNotFound)
}
