/** Shape of a message id of AWS: a UUID, or whatever else of plain characters it may become. */
export const messageIdPattern = /^[0-9A-Za-z][0-9A-Za-z_-]{7,99}$/
