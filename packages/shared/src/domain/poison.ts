/**
 * Processes in a row that died with a message in hand before it is sent alone in its process. One may be chance:
 * whoever was in hand when a worker is killed. Two are rare enough that waiting for a turn alone costs others little.
 */
export const crashesToSuspect = 2

/** Processes in a row before the message fails as `poison`: the last of them had nothing else in hand. */
export const crashesToFail = 3
