// Two addresses in an envelope are fetched by us: the certificate's before anything is proven, and the one that confirms
// a subscription. Both may lead to SNS alone, or to the simulator where one stands in.

const snsHost = /^sns\.[a-z0-9-]{3,}\.amazonaws\.com(\.cn)?$/
const certificatePath = /\/SimpleNotificationService-[0-9a-f]{32}\.pem$/

/** The address of a certificate, normalised, if it may be fetched. */
export function readCertificateUrl(text: string, simulatorUrl: string | undefined): string | undefined {
  const url = URL.parse(text)
  if (url === null || !isBare(url) || url.search !== '' || !certificatePath.test(url.pathname))
    return undefined
  if (isSimulator(url, simulatorUrl)) return url.href
  const isFile = url.pathname.lastIndexOf('/') === 0
  return isFile && isSns(url) && snsHost.test(url.hostname) ? url.href : undefined
}

/**
 * The address that confirms the subscription of this topic, if it may be fetched: at SNS in the topic's own region, and
 * with this action and topic, so that a signed envelope leads to nothing else.
 */
export function readSubscribeUrl(
  text: string,
  topicArn: string,
  simulatorUrl: string | undefined,
): string | undefined {
  const url = URL.parse(text)
  if (url === null || !isBare(url)) return undefined
  const { searchParams: asked } = url
  if (asked.get('Action') !== 'ConfirmSubscription' || asked.get('TopicArn') !== topicArn) return undefined
  if (isSimulator(url, simulatorUrl)) return url.href
  const region = topicArn.split(':')[3] ?? ''
  const isOfRegion = url.hostname.startsWith(`sns.${region}.amazonaws.com`)
  return isOfRegion && url.pathname === '/' && isSns(url) && snsHost.test(url.hostname) ? url.href : undefined
}

/** Without a user, a password or a fragment. */
function isBare(url: URL): boolean {
  return url.username === '' && url.password === '' && url.hash === ''
}

function isSns(url: URL): boolean {
  return url.protocol === 'https:' && url.port === ''
}

function isSimulator(url: URL, simulatorUrl: string | undefined): boolean {
  return simulatorUrl !== undefined && url.origin === URL.parse(simulatorUrl)?.origin
}
