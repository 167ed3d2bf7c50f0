package i18n

import (
	"fmt"
	"strconv"
	"time"
)

// GenevaZone is the zone of the Human Rights Council, in which OHCHR states its deadlines.
const GenevaZone = "Europe/Zurich"

// Date writes the day of t in the zone t is in: "23 November 2026".
func (p *Printer) Date(t time.Time) string {
	day, month, year := strconv.Itoa(t.Day()), p.month(t.Month()), strconv.Itoa(t.Year())
	switch p.language {
	case "fr":
		if t.Day() == 1 {
			day = "1er"
		}
	case "es":
		return day + " de " + month + " de " + year
	case "ru":
		return day + " " + month + " " + year + " г."
	case "zh":
		return year + "年" + strconv.Itoa(int(t.Month())) + "月" + day + "日"
	}
	return day + " " + month + " " + year
}

// Month writes the month and the year of t: "November 2026".
func (p *Printer) Month(t time.Time) string {
	year := strconv.Itoa(t.Year())
	switch p.language {
	case "es":
		return p.month(t.Month()) + " de " + year
	case "zh":
		return year + "年" + strconv.Itoa(int(t.Month())) + "月"
	case "ru":
		// Alone, a month stands in the nominative.
		return russianNominative()[t.Month()-1] + " " + year + " г."
	}
	return p.month(t.Month()) + " " + year
}

// Clock writes the time of day of t: "15:00", "15 h 00" in French.
func (p *Printer) Clock(t time.Time) string {
	if p.language == "fr" {
		return fmt.Sprintf("%d\u00a0h\u00a0%02d", t.Hour(), t.Minute())
	}
	return t.Format("15:04")
}

// DateTime writes day and time of day of t in the zone t is in: "23 November 2026, 15:00".
func (p *Printer) DateTime(t time.Time) string {
	switch p.language {
	case "fr":
		return p.Date(t) + " à " + p.Clock(t)
	case "es":
		return p.Date(t) + ", " + p.Clock(t) + " h"
	case "ar":
		return p.Date(t) + "، " + p.Clock(t)
	case "zh":
		return p.Date(t) + " " + p.Clock(t)
	}
	return p.Date(t) + ", " + p.Clock(t)
}

// month returns the name of a month as it stands inside a date.
func (p *Printer) month(m time.Month) string {
	return monthNames(p.language)[m-1]
}

// monthNames returns the twelve months as they stand inside a date; Russian has the genitive.
func monthNames(lang string) [12]string {
	switch lang {
	case "fr":
		return [12]string{"janvier", "février", "mars", "avril", "mai", "juin",
			"juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	case "es":
		return [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio",
			"julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"}
	case "ru":
		return [12]string{"января", "февраля", "марта", "апреля", "мая", "июня",
			"июля", "августа", "сентября", "октября", "ноября", "декабря"}
	case "ar":
		return [12]string{"كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو",
			"تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر"}
	}
	return [12]string{"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"}
}

// russianNominative returns the months as they stand alone.
func russianNominative() [12]string {
	return [12]string{"январь", "февраль", "март", "апрель", "май", "июнь",
		"июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"}
}
