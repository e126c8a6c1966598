import { describe, expect, test } from 'vitest'
import { readCertificateUrl, readSubscribeUrl } from './check-urls.ts'

const file = `SimpleNotificationService-${'0123456789abcdef'.repeat(2)}.pem`
const topic = 'arn:aws:sns:us-east-1:123456789012:mms-events'
const query = `Action=ConfirmSubscription&TopicArn=${topic}&Token=2336412f`

describe('the address of a certificate', () => {
  test.for([
    `https://sns.us-east-1.amazonaws.com/${file}`,
    `https://sns.us-gov-west-1.amazonaws.com/${file}`,
    `https://sns.cn-north-1.amazonaws.com.cn/${file}`,
  ])('%s is taken', (url) => {
    expect(readCertificateUrl(url, undefined)).toBe(url)
  })

  test.for([
    '',
    file,
    `http://sns.us-east-1.amazonaws.com/${file}`,
    `https://sns.us-east-1.amazonaws.com:8443/${file}`,
    `https://user@sns.us-east-1.amazonaws.com/${file}`,
    `https://user:pass@sns.us-east-1.amazonaws.com/${file}`,
    `https://sns.us-east-1.amazonaws.com@evil.example/${file}`,
    `https://sns.us-east-1.amazonaws.com.evil.example/${file}`,
    `https://evil.example/sns.us-east-1.amazonaws.com/${file}`,
    `https://sns.us-east-1.amazonaws.com/bucket/${file}`,
    `https://sns.us-east-1.amazonaws.com//${file}`,
    `https://sns.us-east-1.amazonaws.com/${file}?x=1`,
    `https://sns.us-east-1.amazonaws.com/${file}#x`,
    `https://sns.us-east-1.amazonaws.com/${file}/`,
    'https://sns.us-east-1.amazonaws.com/evil.pem',
    `https://s3.us-east-1.amazonaws.com/${file}`,
    `https://sns.us-east-1.amazonaws.com./${file}`,
    `https://sns.us.east.amazonaws.com/${file}`,
    `https://xsns.us-east-1.amazonaws.com/${file}`,
    `https://sns.us-east-1.amazonaws.com\\.evil.example/${file}`,
    `https://127.0.0.1/${file}`,
    `http://127.0.0.1:3001/${file}`,
    `file:///${file}`,
  ])('%s is not', (url) => {
    expect(readCertificateUrl(url, undefined)).toBeUndefined()
  })

  test('of the simulator is taken only where one stands in, and only on its own origin', () => {
    const url = `http://127.0.0.1:3001/__sns/${file}`
    expect(readCertificateUrl(url, 'http://127.0.0.1:3001')).toBe(url)
    expect(readCertificateUrl(url, 'http://127.0.0.1:3002')).toBeUndefined()
    expect(readCertificateUrl(`http://127.0.0.1:3001/evil.pem`, 'http://127.0.0.1:3001')).toBeUndefined()
  })
})

describe('the address that confirms a subscription', () => {
  test('is taken at SNS in the region of the topic', () => {
    const url = `https://sns.us-east-1.amazonaws.com/?${query}`
    expect(readSubscribeUrl(url, topic, undefined)).toBe(url)
    const china = topic.replace('arn:aws:sns:us-east-1', 'arn:aws-cn:sns:cn-north-1')
    const chinese = `https://sns.cn-north-1.amazonaws.com.cn/?Action=ConfirmSubscription&TopicArn=${china}&Token=2`
    expect(readSubscribeUrl(chinese, china, undefined)).toBe(chinese)
  })

  test.for([
    `https://sns.us-west-2.amazonaws.com/?${query}`,
    `http://sns.us-east-1.amazonaws.com/?${query}`,
    `https://sns.us-east-1.amazonaws.com:444/?${query}`,
    `https://sns.us-east-1.amazonaws.com.evil.example/?${query}`,
    `https://user@sns.us-east-1.amazonaws.com/?${query}`,
    `https://sns.us-east-1.amazonaws.com/other?${query}`,
    `https://sns.us-east-1.amazonaws.com/?${query.replace('ConfirmSubscription', 'Unsubscribe')}`,
    `https://sns.us-east-1.amazonaws.com/?${query.replace('123456789012', '210987654321')}`,
    `https://169.254.169.254/?${query}`,
    'nonsense',
  ])('%s is not taken', (url) => {
    expect(readSubscribeUrl(url, topic, undefined)).toBeUndefined()
  })
})
