/** A self-made certificate in the name of SNS and its throw-away key: no AWS account ever trusted them. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIC3zCCAcegAwIBAgIBATANBgkqhkiG9w0BAQsFADAcMRowGAYDVQQDDBFzbnMu
YW1hem9uYXdzLmNvbTAeFw0yNTAxMDEwMDAwMDBaFw00NTAxMDEwMDAwMDBaMBwx
GjAYBgNVBAMMEXNucy5hbWF6b25hd3MuY29tMIIBIjANBgkqhkiG9w0BAQEFAAOC
AQ8AMIIBCgKCAQEAzicSjeO+jRVoEv6IQdYeOElS/KBjxNO8Vd0tppZOzaweFZrt
sLKCCdDwKMOe1HLgFX5SBC9RXrbom4N422xH7XAiTaTjV4pLfgv+aopKu2mgfBlR
sqd6IjRSol8OQgJTNpwp0wUQxZkbEwvHY7a+P4gOTMH3fLrfAZRxVWkc00rRytaD
hX2XafFPX9PziGUlrYWNRCCi+AbMtLePrqD9rclE6ZnNWHYKnXifriqOrSqqqeF6
PQTj0vwy4V0fljKdUqZ2kR6qkNJkHpqceGLb4pyVXgqxVkXdcb52IvNZzZhFzwOR
1osEnvSu1IKHsralWlqU7DOxSmsp3M9cyTKOTwIDAQABoywwKjAJBgNVHRMEAjAA
MB0GA1UdDgQWBBTDT+iB9lmWIdpWXyNEeiqqGB18KjANBgkqhkiG9w0BAQsFAAOC
AQEAqUu+VnF/j6qFT6YztqogvWlHqk18O0YyKiplnuFIYPTtKOBOAi6Nud5GTIfN
NYegfVzpwzGFuOJUi+YnRqCRKabrt92D8fDzl6qwNrfhkDijBFqBQHooh7MRd2UT
K2qvgwbZo99sQAVK9V8zlF8wZM2giLgcBQte+Z/8JIwj/e82dY4u6l+vqB/i7E3X
wCwBIubhx3dUGQMHO0CvCB3L2UIg0djlkx8F66WhCUATiUKDYKz+d2nhLVTXR5w2
uUTqhuaKYahTR5wz8iGJ2mXMhxO1RRvTX3xUUXHE/xqL+KrQK0QjsBwJE6c7I3B+
AY4aoh2S30YYt6q/MDQkGQ50CQ==
-----END CERTIFICATE-----
`

/** Key of the certificate above. It protects nothing. */
export const privateKey = `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDOJxKN476NFWgS
/ohB1h44SVL8oGPE07xV3S2mlk7NrB4Vmu2wsoIJ0PAow57UcuAVflIEL1Fetuib
g3jbbEftcCJNpONXikt+C/5qikq7aaB8GVGyp3oiNFKiXw5CAlM2nCnTBRDFmRsT
C8djtr4/iA5Mwfd8ut8BlHFVaRzTStHK1oOFfZdp8U9f0/OIZSWthY1EIKL4Bsy0
t4+uoP2tyUTpmc1YdgqdeJ+uKo6tKqqp4Xo9BOPS/DLhXR+WMp1SpnaRHqqQ0mQe
mpx4YtvinJVeCrFWRd1xvnYi81nNmEXPA5HWiwSe9K7UgoeytqVaWpTsM7FKaync
z1zJMo5PAgMBAAECggEAOPt92nCAJDktikqG2UPZGI/T+3ZN/YLVRRqc2rYjVCBm
NGydlMDSxunU6D+iMHEMVYSUIQn/QOHoC8xcZLJac1wSb0nLeVAFq/KewU42d/Ur
YgIRngNC9B9oU+9YXpCL9cVWnjiBOU0nua0A0SQbFC6EXV0kDnsM1z/zz7r9N72w
nNT0yceE2AgfYs7GOj9KyK52wBtcg9jo7IZQ2wchm45Cp3oznNtEGCqpmejkYzGm
M+7JkT4fQa/B0BaF2KQVzFAsVuHJBL72BI7qi3ypuVufAX44o83ZcQF82Pu8n90K
wJnfjAT3kXBMnvflqiCqvUlgW/BDz+ML1/5jeYxIiQKBgQDnW32Ghqzp8H50PvKT
3DWhHVx95eU9zHfmoKSYdpdGfZXKbEA4oMeoOKGBFCCZ0Gqj7LpNH7/C8Xx7hkb/
yKBP2X/uLaxjoXPA2U4LkVTpNx3DOkR5aWDUlwApvEs7pdKBJkJqW8QSrfY76kEn
+6KFESC+/0k5b2si7E/L84S82wKBgQDkHFCAFkF0rzw66mnjQTayR8JM9gzAQvui
EcRmoVXOm/y6d/e66lFP5zmYGZnUW44xBwyPCLoBscLSXTcxopyDiVFfH1fEWTQ7
LoFVTW/6afXyq3rks7ldClrXB1Qb5l/pH+f4+REkwQvRHWCcU6CkTqakdZAZFaZO
qJA/u370nQKBgQCecCBRjU9DUig3UZhsO+UaNfJOYa8RGEKQVTkDFEvawUxgeKuu
XCT/BfFMZU1CKOGu6wJWqMR5K0lViop6xplKtaePpAWnoTyVN/vjnh5pLA6c0P1t
rAXc8J/y9PkMmy3CtkHLdpabODklpPIEAKa2vBkR0+AAjlXvb6fiAx3G+wKBgD6E
7CNO9j2u0YksOj1I4F7YgA5r2W7QbPssd3HRgh0Qb6IDw2f9VK/bpdNkIN8tALm7
Ptvs/l38hHL3jWsTMGZ0ulKh2oI8GK6nvlbM1IYDiJ8sFJCeGY3Aiskofwruhxbz
4bZBPUufhUeZD6OI4BxoWg/1ELtvTZd9Z5uwHcmZAoGAKQIUuQW+0A9ZFP/5MuBy
EaMPPM8tVxSVsGvJXwoJOsBqszBE6h9jsA6eNSMfdBVLXWAwOrWILYO+iZYgaLzZ
vj9rB9YULZo0BdpfrhU2zWpQ0KCOMp6TkT570ZZSGDiLutHbgMintU3DIYcVVDu3
Xx0gzMdZuhAtMy8TuepjfcM=
-----END PRIVATE KEY-----
`

/** One envelope with the text that was signed and its SHA-256. */
export type SnsVector = {
  readonly envelope: Readonly<Record<string, string>>
  readonly stringToSign: string
  readonly sha256: string
}

/** Made once with the key above and kept as constants, so that no change of ours can move them. */
export const snsVectors: Readonly<Record<string, SnsVector>> = {
  notification_v1: {
    envelope: {
      Type: 'Notification',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: 'arn:aws:sns:us-east-1:123456789012:mms-events',
      Message:
        '{"eventType":"MEDIA_DELIVERED","eventVersion":"1.0","eventTimestamp":1767323045678,"isFinal":true,"messageId":"0f1e2d3c-aaaa-bbbb-cccc-000000000001","messageStatus":"DELIVERED","context":{"gw":"msg_42"}}',
      Timestamp: '2026-01-02T03:04:06.000Z',
      SignatureVersion: '1',
      Signature:
        'QDsdOuupXjYPRislMS3r95rkMrTTuogeaPKPD42hZFM9ZhONKWIeqnZZOE5hvHGZ9KEh/Rl85WFGkKL1Xl/6gLZWqgni0b5jIvMgobgod8MGjg1bupKKNlFel1w+/8FCzEyYbTyIQITcIElFsg7RsrzMxJ5ohDyu9L0yWGOmHLYymAxVdzY7R8Q61aMGhnzq3cQaf/YXbaZzQ1lyKZjpZc8MCDgjo38YUkmwWxJeeFoU5r6pYdizJH5oeSJT+xk2qB562vxVFA3gzBuf1cAQ+WIbdRskBIzcEVv9HWZD7sMx//Eg7mAYViiPwm4O9+hEFEQCFtFTR/mjQA4SJ1Q5Rw==',
      SigningCertURL:
        'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    },
    stringToSign:
      'Message\n{"eventType":"MEDIA_DELIVERED","eventVersion":"1.0","eventTimestamp":1767323045678,"isFinal":true,"messageId":"0f1e2d3c-aaaa-bbbb-cccc-000000000001","messageStatus":"DELIVERED","context":{"gw":"msg_42"}}\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\nTimestamp\n2026-01-02T03:04:06.000Z\nTopicArn\narn:aws:sns:us-east-1:123456789012:mms-events\nType\nNotification\n',
    sha256: 'e5c4caa759276d31698962dba3b33b7e239433ff14a0fc54ce35be78c622ebdc',
  },
  notification_v2: {
    envelope: {
      Type: 'Notification',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: 'arn:aws:sns:us-east-1:123456789012:mms-events',
      Message:
        '{"eventType":"MEDIA_DELIVERED","eventVersion":"1.0","eventTimestamp":1767323045678,"isFinal":true,"messageId":"0f1e2d3c-aaaa-bbbb-cccc-000000000001","messageStatus":"DELIVERED","context":{"gw":"msg_42"}}',
      Timestamp: '2026-01-02T03:04:06.000Z',
      SignatureVersion: '2',
      Signature:
        'jqHcDTkQa6hUihyYWhstMuMexXeNbJeiPM34YI6kCynku5DjsOIbi9yEsLvwsvCvCtJnLygxkMYrZylQNpriOciJP7otZKdUZ4h3EVyz06bKzrD/fY28iyOP0B00/vKeDslVGau3uxLicoblxw2ghI6muI0sUwZxpND2pG51/GL47imGSSP+jqFt1LfsgncwojM+q3Hw30tmD5O364QlIaEJKvy7g9+r9KT5SbZTEt8JDm5Vp+IPEQUaifkgGWU+TC+683Fjrmi0qiNznRU38bBkI5lmWPOysffeVMORO+PNK8wyb6VriCs+Fjy0Y+OKGhau6XpKruccAv0QHMKUAQ==',
      SigningCertURL:
        'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    },
    stringToSign:
      'Message\n{"eventType":"MEDIA_DELIVERED","eventVersion":"1.0","eventTimestamp":1767323045678,"isFinal":true,"messageId":"0f1e2d3c-aaaa-bbbb-cccc-000000000001","messageStatus":"DELIVERED","context":{"gw":"msg_42"}}\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\nTimestamp\n2026-01-02T03:04:06.000Z\nTopicArn\narn:aws:sns:us-east-1:123456789012:mms-events\nType\nNotification\n',
    sha256: 'e5c4caa759276d31698962dba3b33b7e239433ff14a0fc54ce35be78c622ebdc',
  },
  notification_v2_subject_utf8: {
    envelope: {
      Type: 'Notification',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: 'arn:aws:sns:us-east-1:123456789012:mms-events',
      Subject: 'Sübject',
      Message:
        '{"eventType":"MEDIA_DELIVERED","eventVersion":"1.0","eventTimestamp":1767323045678,"isFinal":true,"messageId":"0f1e2d3c-aaaa-bbbb-cccc-000000000001","messageStatus":"DELIVERED","context":{"gw":"msg_42"}}',
      Timestamp: '2026-01-02T03:04:06.000Z',
      SignatureVersion: '2',
      Signature:
        'Tq0AcxHj1ypYSXmUb+JhQ95NsSQK9CM656uIIRKjV7FSRkWpeGl10yMwqNxDcv2oWYHK3lM1zyfpbPLp/OxgNNEem6GrJs+5OM24U4jtW823PDgRT8M4sT/r/T6FXDcjI3wuQ4WTsm1ipQcfvRHksTh3QfvmS8sRW2OA1XhMd14lzByfMzMSlbuleTtwKISpu+Jn49tIYOQ1sDd0S4tXat4CJ6PXxkQ9wilVFJ654oqinwSTsrHAngqUzDbp3fippBomcEsMQ9xDLOpAW8CazxyObJZaehWh1LsGLoD9JIenxi8+oWo/Wy4X5bye/org4Ab8fjVDSgbEWdJpNWmleg==',
      SigningCertURL:
        'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    },
    stringToSign:
      'Message\n{"eventType":"MEDIA_DELIVERED","eventVersion":"1.0","eventTimestamp":1767323045678,"isFinal":true,"messageId":"0f1e2d3c-aaaa-bbbb-cccc-000000000001","messageStatus":"DELIVERED","context":{"gw":"msg_42"}}\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\nSubject\nSübject\nTimestamp\n2026-01-02T03:04:06.000Z\nTopicArn\narn:aws:sns:us-east-1:123456789012:mms-events\nType\nNotification\n',
    sha256: 'b3c79916166fc809781c9855e7e5f9904171ffe4a659f5d9b65d982f7b627344',
  },
  subscription_v2: {
    envelope: {
      Type: 'SubscriptionConfirmation',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: 'arn:aws:sns:us-east-1:123456789012:mms-events',
      Token: '2336412f37fb687f5d51e6e2425e0000',
      Message: 'confirm me',
      SubscribeURL:
        'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:123456789012:mms-events&Token=2336412f37fb687f5d51e6e2425e0000',
      Timestamp: '2026-01-02T03:00:00.000Z',
      SignatureVersion: '2',
      Signature:
        'v0YcxyOghOVXmuAOQ5I6exZQNugPP9/jovX3YZVaFwMc9yTVmh17MOi1Xrhk04FLry4CRHbKKDrx3ALgJzDbHcXaJy8NuWTadiHXmzsUYSFKLzLFr/Y2Qu8n2ErJ5j0CHTO/o+gMYgI/gTGZTQoJ/ty3j+dbF3/yfRh3v9bSX+mnG5DCKtG5BRyXTWob042k6gX2Jq5VbMfmk7WTSGBG01CvKOJqdnUEOz5VgL7/cF3yvuhwOM40sGz6bxAI4HcRfGLfKRD1EvE43liGU7yAsMLC8gldHjMU9CZGRYwxUAfFeYrmRUtz6rNf2/74nUNWzk3J+PddLXqlwmB42ItM6Q==',
      SigningCertURL:
        'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    },
    stringToSign:
      'Message\nconfirm me\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\nSubscribeURL\nhttps://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:123456789012:mms-events&Token=2336412f37fb687f5d51e6e2425e0000\nTimestamp\n2026-01-02T03:00:00.000Z\nToken\n2336412f37fb687f5d51e6e2425e0000\nTopicArn\narn:aws:sns:us-east-1:123456789012:mms-events\nType\nSubscriptionConfirmation\n',
    sha256: '8d6a1f517fc6485f75b4dd4d0ed29753ef67127cdcbc587e17b562f6938b916c',
  },
  subscription_v1: {
    envelope: {
      Type: 'SubscriptionConfirmation',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: 'arn:aws:sns:us-east-1:123456789012:mms-events',
      Token: '2336412f37fb687f5d51e6e2425e0000',
      Message: 'confirm me',
      SubscribeURL:
        'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:123456789012:mms-events&Token=2336412f37fb687f5d51e6e2425e0000',
      Timestamp: '2026-01-02T03:00:00.000Z',
      SignatureVersion: '1',
      Signature:
        'sE2pzhoAyR1y366uc3KDrxV1r6B5vSrcreoNstgCMzmSJTU60K2MYeRQGCVUMl4AM646gNuASQapYtySfpD+2myk2l78qlKimS3QEaeWKbQFEqeuc0w9F8D4xiIi1llxr2h3emfKu41wWtZQFUBUSvYE4IiL7v/RhGiY3Ce7D/NyII2g92z0W6aUFMehWB+PWDRn8NQocRklt9ouN+LL6uKr1jFvn480QEt+8alemNGuuN9Pp8LqI5vxwWSDhbmfVvLr1olLG6VFsKqdd7k1XDEA9LQUQp9WOn0FDNEVOURqwdcwV50jcRc+JHd0XLInRSn8ZoSaP2p0EqC3qSBMTw==',
      SigningCertURL:
        'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    },
    stringToSign:
      'Message\nconfirm me\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\nSubscribeURL\nhttps://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:123456789012:mms-events&Token=2336412f37fb687f5d51e6e2425e0000\nTimestamp\n2026-01-02T03:00:00.000Z\nToken\n2336412f37fb687f5d51e6e2425e0000\nTopicArn\narn:aws:sns:us-east-1:123456789012:mms-events\nType\nSubscriptionConfirmation\n',
    sha256: '8d6a1f517fc6485f75b4dd4d0ed29753ef67127cdcbc587e17b562f6938b916c',
  },
  unsubscribe_v2: {
    envelope: {
      Type: 'UnsubscribeConfirmation',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: 'arn:aws:sns:us-east-1:123456789012:mms-events',
      Token: '2336412f37fb687f5d51e6e2425e0000',
      Message: 'confirm me',
      SubscribeURL:
        'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:123456789012:mms-events&Token=2336412f37fb687f5d51e6e2425e0000',
      Timestamp: '2026-01-02T03:00:00.000Z',
      SignatureVersion: '2',
      Signature:
        'ZJprD7DL92bSBwtQKqYlkByt5FnF9EBBFMO6wzY5Ruku+tEGi5QxDO4+c6HTB97MMGRmxMpZgqIh3RSbDxRs7v2ITl8x5N1zyCN17OPzMZqmLWitzkY79PoQ18SSB7te4uDqu9tfIPRFI3EOODuW92eJYuK9GelnKpVgmWrPFRgSBy4H2h/rW8qvSR4iy6a4rcUMJaNYpj2BhJlfOPUsdeaVz8v+ibrGUcOvZNfLDgSY9ggxEtKeYjNr1vxUks8qhmyVW62x/shKg6pYBLg5NcyjMMYu+RjP4JusicdIDMLIdF1zTy3Wq5R3j1YRstkMdMHYVHbcaxmIf/wITbzczg==',
      SigningCertURL:
        'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    },
    stringToSign:
      'Message\nconfirm me\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\nSubscribeURL\nhttps://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:123456789012:mms-events&Token=2336412f37fb687f5d51e6e2425e0000\nTimestamp\n2026-01-02T03:00:00.000Z\nToken\n2336412f37fb687f5d51e6e2425e0000\nTopicArn\narn:aws:sns:us-east-1:123456789012:mms-events\nType\nUnsubscribeConfirmation\n',
    sha256: '54681cc1bca17c78bce0650d7db792f56949c236d347bb14979f1daf302236eb',
  },
}
