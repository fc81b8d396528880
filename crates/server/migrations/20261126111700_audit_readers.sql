-- The end user for whom an API key acted, and the way to what happened to one object.
ALTER TABLE audit ADD COLUMN actor_user_id INTEGER;
CREATE INDEX audit_object ON audit (object_id, object, id);
