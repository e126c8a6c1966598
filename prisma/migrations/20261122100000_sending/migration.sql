-- The newest message to the same recipient with the same content, when this one was accepted soon after it.
ALTER TABLE mms_log ADD COLUMN possible_duplicate_of uuid;
