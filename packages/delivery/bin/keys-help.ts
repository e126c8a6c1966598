import { OPERATOR_SCOPES, SCOPES } from '../src/tenants/scopes.ts'

/** What `npm run keys -- --help` prints. */
export const KEYS_HELP = `Usage: npm run keys -- <command> [options]

Commands:
  create --name NAME          make a key and show it, once: only its hash is stored
      --tenant NAME           tenant it belongs to, made if new (default: default)
      --operator              a key of the installation instead: reads across tenants, never sends
      --expires AGE           for example 12h, 90d; without it the key lives until it is revoked
      --scopes A,B            of ${SCOPES.join(', ')} (default: all)
                              with --operator of ${OPERATOR_SCOPES.join(', ')}
  list                        show all keys, without secrets
  rotate --prefix PREFIX      give a key a new secret and show it, once; PREFIX is the part between the
                              underscores (hg_PREFIX_…) and stays
      --overlap AGE           how long the old secret goes on working, 0 to 7d (default: 1d)
  revoke --prefix PREFIX      end a key, within 5 seconds everywhere
  ensure --name NAME --file PATH
                              keep PATH filled with a key that works (mode 0600); prints nothing secret
      --tenant NAME           as above
  verify-audit                check that no line of the audit log was changed or taken out
  trim-audit --older-than AGE remove audit lines older than, for example, 400d (at least 90d)

Options:
  --json                      print JSON
  -h, --help                  show this text

Environment:
  DATABASE_URL                postgresql://user:password@host:5432/database (required)
`
