package mail

import "crypto/x509"

// TrustOnly makes the mailer trust a test's certificate.
func (s *SMTP) TrustOnly(roots *x509.CertPool) { s.roots = roots }
