package document

import (
	"strconv"
	"time"

	"upright/internal/upr"
)

// day returns a date as it is printed: "15 January 2029".
func (w Words) day(d upr.Date) string {
	template := w.Day
	if d.Day == 1 {
		template = w.FirstDay
	}
	return fill(template,
		"day", strconv.Itoa(d.Day), "month", month(w.DatedMonths, d.Month), "year", strconv.Itoa(d.Year))
}

// monthYear returns a month as it is printed: "January 2029".
func (w Words) monthYear(d upr.Date) string {
	return fill(w.MonthYear, "month", month(w.Months, d.Month), "year", strconv.Itoa(d.Year))
}

// month names a month; one that no calendar has is printed as its number.
func month(names [12]string, m time.Month) string {
	if m < time.January || m > time.December {
		return strconv.Itoa(int(m))
	}
	return names[m-1]
}
