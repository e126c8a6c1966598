/** Queue of the control, beside the product's own. */
export const naiveQueueName = 'bench-naive'
