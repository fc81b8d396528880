use super::accounts::{metadata, metadata_text};
use super::{Instance, Store, StoreError};
use crate::json::Object;

impl Store {
    /// The settings that an instance keeps for its scripts and applications.
    pub(crate) async fn config(&self, instance: &Instance) -> Result<Object, StoreError> {
        let text: String = sqlx::query_scalar("SELECT config FROM instances WHERE id = ?")
            .bind(instance.id)
            .fetch_one(&self.readers)
            .await?;
        Ok(metadata(&text)?)
    }

    /// Replaces those settings.
    pub(crate) async fn replace_config(
        &self,
        instance: &Instance,
        config: &Object,
    ) -> Result<(), StoreError> {
        let done = sqlx::query("UPDATE instances SET config = ? WHERE id = ?")
            .bind(metadata_text(config))
            .bind(instance.id)
            .execute(&mut *self.write().await?)
            .await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(StoreError::Missing)
        }
    }
}
