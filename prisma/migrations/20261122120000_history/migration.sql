-- What GET /v1/messages is filtered by most, each in an index of its own that ends with the id. A search names one stretch
-- of one index by comparing whole rows, (status, tenant_id, id) >= (...), and asks for the order of these columns. All
-- columns run in one direction for that, and the tenant comes second, so that no other index begins with the same order.

-- One index for every status: which of them are rare differs from tenant to tenant.
CREATE INDEX mms_log_status ON mms_log (status, tenant_id, id);

-- A message without trouble is in neither.
CREATE INDEX mms_log_error_code ON mms_log (error_code, tenant_id, id) WHERE error_code IS NOT NULL;
CREATE INDEX mms_log_error_class ON mms_log (error_class, tenant_id, id) WHERE error_class IS NOT NULL;

DROP INDEX mms_log_tenant;
DROP INDEX mms_log_recipient;
CREATE INDEX mms_log_tenant ON mms_log (tenant_id, id);
CREATE INDEX mms_log_recipient ON mms_log (to_number, tenant_id, id);
