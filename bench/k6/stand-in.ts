import { registerHooks } from 'node:module'

// Takes the place of k6 for one iteration of send.js, so that the script is proven against the API where there is no k6:
// the same globals and modules, and the same calls. It measures nothing. k6 posts synchronously and Node cannot, so the
// script runs twice: first to learn its request, then with the answer to it.

type Params = { readonly headers: Record<string, string> }
type Answer = { readonly status: number }
type Checks = Record<string, (answer: Answer) => boolean>

type Host = {
  iteration: number
  answer: Answer
  request: { readonly url: string; readonly body: string; readonly params: Params } | undefined
  checks: Record<string, boolean>
}

const host: Host = { iteration: 0, answer: { status: 0 }, request: undefined, checks: {} }

const modules: Readonly<Record<string, string>> = {
  k6: 'export const check = k6StandIn.check',
  'k6/http': 'export default k6StandIn.http',
  'k6/execution': 'export default k6StandIn.exec',
}

Object.assign(globalThis, {
  __ENV: process.env,
  k6StandIn: {
    check: (answer: Answer, checks: Checks) => {
      host.checks = Object.fromEntries(Object.entries(checks).map(([name, judge]) => [name, judge(answer)]))
    },
    http: {
      post: (url: string, body: string, params: Params) => {
        host.request = { url, body, params }
        return host.answer
      },
    },
    exec: {
      scenario: {
        get iterationInTest() {
          return host.iteration
        },
      },
    },
  },
})

registerHooks({
  resolve: (specifier, context, next) => {
    const source = modules[specifier]
    if (source === undefined) return next(specifier, context)
    return { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true }
  },
})

const script: { readonly options: unknown; readonly default: () => void } = await import(
  new URL('send.js', import.meta.url).href
)
for (host.iteration of [0, 1]) {
  script.default()
  const { url = '', body = '', params } = host.request ?? {}
  const answer = await fetch(url, { method: 'POST', body, ...params })
  host.answer = answer
  script.default()
  const { id, detail } = JSON.parse(await answer.text())
  console.log(
    JSON.stringify({ options: script.options, checks: host.checks, status: answer.status, id, detail }),
  )
}
